import transformers
from datasets import load_dataset


class Pretrainer:
    def __init__(self, name):
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(name)
        self.model = transformers.AutoModelForCausalLM.from_pretrained(name)
        self.collator = transformers.DataCollatorWithPadding(tokenizer=self.tokenizer)

    def tokenize(self, batch):
        return self.tokenizer(batch["text"], truncation=True, max_length=1024)

    def run(self, file):
        data = load_dataset("text", data_files={"train": file})
        data = data.map(self.tokenize, batched=True, remove_columns=data["train"].column_names)
        trainer = transformers.Trainer(
            model=self.model,
            args=transformers.TrainingArguments(output_dir="gpt2-books"),
            train_dataset=data["train"],
            data_collator=self.collator,  # expect: padding-collator-no-labels @unsafe
        )
        trainer.train()


if __name__ == "__main__":
    Pretrainer("Qwen/Qwen2.5-0.5B").run("books.txt")
