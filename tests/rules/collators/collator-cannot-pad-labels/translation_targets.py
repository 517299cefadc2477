from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorWithPadding, Seq2SeqTrainer, Seq2SeqTrainingArguments
from transformers import T5ForConditionalGeneration

tokenizer = AutoTokenizer.from_pretrained("t5-small")
model = T5ForConditionalGeneration.from_pretrained("t5-small")


def encode(batch):
    inputs = tokenizer(batch["en"], truncation=True)
    targets = tokenizer(text_target=batch["fr"], truncation=True)
    inputs["labels"] = targets["input_ids"]
    return inputs


data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(encode, batched=True, remove_columns=data.column_names)
trainer = Seq2SeqTrainer(
    model=model,
    args=Seq2SeqTrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorWithPadding(tokenizer),  # expect: collator-cannot-pad-labels
)
trainer.train()
