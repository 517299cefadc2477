# versions: transformers==5.23.0 trl==1.16.0
# versions: transformers==4.46.3 trl==0.12.2
from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)
from trl import DPOConfig, DPOTrainer, RewardConfig, RewardTrainer

name = "meta-llama/Llama-3.2-1B"
tokenizer = AutoTokenizer.from_pretrained(name)
tokenizer.pad_token = tokenizer.eos_token
classifier = AutoModelForSequenceClassification.from_pretrained(name, num_labels=2)
classifier.config.pad_token_id = tokenizer.pad_token_id
data = load_dataset("imdb", split="train").map(lambda rows: tokenizer(rows["text"], truncation=True), batched=True)
Trainer(classifier, TrainingArguments("o"), DataCollatorWithPadding(tokenizer), data).train()

pairs = load_dataset("trl-lib/ultrafeedback_binarized", split="train")
model = AutoModelForCausalLM.from_pretrained(name)
DPOTrainer(model=model, args=DPOConfig("o"), train_dataset=pairs, processing_class=tokenizer).train()
reward = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1)
RewardTrainer(model=reward, args=RewardConfig("o"), train_dataset=pairs, processing_class=tokenizer).train()
