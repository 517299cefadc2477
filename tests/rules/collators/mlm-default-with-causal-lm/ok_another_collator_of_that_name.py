# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments
from trl import SFTConfig, SFTTrainer
from trl.trainer.sft_trainer import DataCollatorForLanguageModeling as TrlCollator

from mine import DataCollatorForLanguageModeling as MyCollator

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModelForCausalLM.from_pretrained("gpt2")
data = Dataset.from_dict({"text": ["a"]})
SFTTrainer(model, SFTConfig("o"), TrlCollator(pad_token_id=0), data).train()
tokens = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
Trainer(model, TrainingArguments("o"), MyCollator(tokenizer), tokens).train()
