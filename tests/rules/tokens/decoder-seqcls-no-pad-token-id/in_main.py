# versions: transformers==4.57.3 trl==0.24.0
from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments


def main():
    tokenizer = AutoTokenizer.from_pretrained("gpt2")
    tokenizer.pad_token = tokenizer.eos_token
    model = AutoModelForSequenceClassification.from_pretrained("gpt2", num_labels=2)  # expect: decoder-seqcls-no-pad-token-id
    data = load_dataset("json", data_files="reviews.jsonl", split="train")
    data = data.map(lambda row: {**tokenizer(row["text"]), "labels": row["stars"]}, remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()


if __name__ == "__main__":
    main()
