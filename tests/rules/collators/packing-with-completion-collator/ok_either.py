# versions: trl==0.16.1 transformers==4.49.0
import sys

from datasets import load_from_disk
from transformers import AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

pack = "--pack" in sys.argv
tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
collator = None if pack else DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tok)
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o", packing=pack), collator, load_from_disk("rows")).train()
