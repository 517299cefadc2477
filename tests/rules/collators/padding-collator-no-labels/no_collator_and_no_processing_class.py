from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("EleutherAI/pythia-70m")
blocks = Dataset.from_dict({"text": open("corpus.txt").read().split("\n\n")})
blocks = blocks.map(
    lambda row: tok(row["text"], truncation=True, padding="max_length", max_length=128), remove_columns=["text"]
)
trainer = Trainer(  # expect: padding-collator-no-labels
    model=AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-70m"),
    args=TrainingArguments(output_dir="pythia"),
    train_dataset=blocks,
)
trainer.train()
