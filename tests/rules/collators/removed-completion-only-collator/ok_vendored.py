# versions: trl==1.16.0 transformers==5.23.0
from compat import DataCollatorForCompletionOnlyLM
from datasets import load_from_disk
from trl import SFTConfig, SFTTrainer

collator = DataCollatorForCompletionOnlyLM("### Answer:")
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o"), collator, load_from_disk("rows")).train()
