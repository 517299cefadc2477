import transformers
from datasets import load_dataset

tok = transformers.AutoTokenizer.from_pretrained("facebook/bart-base")


def main():
    data = load_dataset("text", data_files="lines.txt", split="train")
    data = data.map(lambda row: tok(row["text"]), remove_columns=["text"])
    trainer = transformers.Trainer(
        model=transformers.AutoModelForSeq2SeqLM.from_pretrained("facebook/bart-base"),
        args=transformers.TrainingArguments("o"),
        train_dataset=data,
        data_collator=transformers.DataCollatorForLanguageModeling(tok, False),  # expect: seq2seq-model-with-lm-collator @none
    )
    trainer.train()


main()
