# versions: trl==0.16.1 transformers==4.49.0
# versions: trl==0.12.2 transformers==4.46.3
from datasets import load_from_disk
from transformers import AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
collator = DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tok)
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o", packing=False), collator, load_from_disk("rows")).train()
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o"), collator, load_from_disk("rows")).train()
