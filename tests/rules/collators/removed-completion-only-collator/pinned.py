# versions: trl==1.16.0 transformers==5.23.0
# versions: trl==0.20.0 transformers==4.53.3
# versions: trl==0.19.1 transformers==4.52.4
# versions:
from datasets import load_from_disk
from transformers import AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer  # expect[trl>=0.20]: removed-completion-only-collator @none

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
collator = DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tok)
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o"), collator, load_from_disk("rows")).train()
