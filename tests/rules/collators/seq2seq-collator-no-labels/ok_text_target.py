from datasets import load_dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments

tokenizer = AutoTokenizer.from_pretrained("t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")


def encode(batch):
    return tokenizer(batch["en"], text_target=batch["fr"], max_length=128, truncation=True)


data = load_dataset("json", data_files="a.jsonl")
data = data.map(encode, batched=True, remove_columns=data["train"].column_names)
trainer = Seq2SeqTrainer(
    model=model,
    args=Seq2SeqTrainingArguments("o"),
    train_dataset=data["train"],
    data_collator=DataCollatorForSeq2Seq(tokenizer, model=model),
)
trainer.train()
