import transformers
from datasets import load_dataset


def load(name):
    return transformers.AutoModel.from_pretrained(name)  # expect: base-model-without-head


tokenizer = transformers.AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("imdb", split="train").map(lambda row: tokenizer(row["text"]), batched=True)
trainer = transformers.Trainer(
    model=load("bert-base-uncased"),
    args=transformers.TrainingArguments("o"),
    train_dataset=data,
    data_collator=transformers.DataCollatorWithPadding(tokenizer),
)
trainer.train()
