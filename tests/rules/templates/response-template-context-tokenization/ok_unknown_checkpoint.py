# versions: transformers==4.51.3 trl==0.19.1
import sys

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
model = AutoModelForCausalLM.from_pretrained(sys.argv[1])
collator = DataCollatorForCompletionOnlyLM("\n### Assistant:", tokenizer=tokenizer)
data = load_dataset("timdettmers/openassistant-guanaco", split="train")
SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator).train()
