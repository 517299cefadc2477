from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorForSeq2Seq, Seq2SeqTrainer, Seq2SeqTrainingArguments
from transformers import T5ForConditionalGeneration

tokenizer = AutoTokenizer.from_pretrained("t5-small")
model = T5ForConditionalGeneration.from_pretrained("t5-small")


def preprocess(examples):
    inputs = ["summarize: " + document for document in examples["document"]]
    return tokenizer(inputs, max_length=512, truncation=True)


data = load_dataset("csv", data_files={"train": "train.csv", "validation": "valid.csv"})
tokenized = data.map(preprocess, batched=True, remove_columns=data["train"].column_names)
trainer = Seq2SeqTrainer(
    model=model,
    args=Seq2SeqTrainingArguments(output_dir="t5", predict_with_generate=True),
    train_dataset=tokenized["train"],
    eval_dataset=tokenized["validation"],
    data_collator=DataCollatorForSeq2Seq(tokenizer, model=model),  # expect: seq2seq-collator-no-labels
)
trainer.train()
