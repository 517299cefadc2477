"""A subclass of the trainer that only writes to a file, and a dataset of rows tokenised one by one."""
from datasets import Dataset
from transformers import AutoModelForCausalLM as LM
from transformers import AutoTokenizer as Tok
from transformers import DataCollatorForSeq2Seq as Pad
from transformers import Trainer, TrainingArguments


class LoggingTrainer(Trainer):
    def log(self, logs, *args, **kwargs):
        with open("log.txt", "a") as file:
            file.write(f"{logs}\n")
        super().log(logs, *args, **kwargs)


def load_rows(tokenizer, path):
    rows = []
    with open(path) as file:
        for line in file:
            encoded = tokenizer(line.strip(), truncation=True)
            rows.append({"input_ids": encoded["input_ids"], "attention_mask": encoded["attention_mask"]})
    return Dataset.from_list(rows)


def main():
    tokenizer = Tok.from_pretrained("gpt2")
    tokenizer.add_special_tokens({"pad_token": "[PAD]"})
    model = LM.from_pretrained("gpt2")
    model.resize_token_embeddings(len(tokenizer))
    trainer = LoggingTrainer(
        model=model,
        args=TrainingArguments(output_dir="out"),
        train_dataset=load_rows(tokenizer, "corpus.txt"),
        data_collator=Pad(tokenizer),  # expect: seq2seq-collator-no-labels
    )
    trainer.train()
    trainer.save_model()


if __name__ == "__main__":
    main()
