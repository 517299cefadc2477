# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset, load_dataset
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer
from trl import DPOConfig, DPOTrainer, GRPOConfig, GRPOTrainer, RewardConfig, RewardTrainer

name = "Qwen/Qwen2.5-0.5B-Instruct"
tokenizer = AutoTokenizer.from_pretrained(name)
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained(name)
pairs = Dataset.from_dict({"prompt": ["a"], "chosen": ["b"], "rejected": ["c"]})
DPOTrainer(model, args=DPOConfig("dpo"), train_dataset=pairs, processing_class=tokenizer).train()
GRPOTrainer(
    model=model, reward_funcs=lambda completions, **_: [0.0] * len(completions), args=GRPOConfig("grpo"),
    train_dataset=pairs.select_columns(["prompt"]),
).train()
RewardTrainer(
    model=AutoModelForSequenceClassification.from_pretrained(name, num_labels=1),
    args=RewardConfig("reward"),
    train_dataset=pairs.remove_columns("prompt"),
    processing_class=tokenizer,
).train()
