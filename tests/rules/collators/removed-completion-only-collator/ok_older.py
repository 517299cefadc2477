# versions: trl==0.19.1 transformers==4.52.4
# versions:
from datasets import load_from_disk
from transformers import AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
collator = DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tok)
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o"), collator, load_from_disk("rows")).train()
