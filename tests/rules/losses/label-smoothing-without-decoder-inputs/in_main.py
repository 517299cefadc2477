from datasets import load_dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments


def main():
    tokenizer = AutoTokenizer.from_pretrained("t5-small")
    model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")
    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["en"], text_target=row["de"]), remove_columns=data.column_names)
    trainer = Seq2SeqTrainer(
        model=model,
        args=Seq2SeqTrainingArguments("out", label_smoothing_factor=0.1),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),  # expect: label-smoothing-without-decoder-inputs
    )
    trainer.train()


if __name__ == "__main__":
    main()
