from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, TrainingArguments


class Trainer:
    def __init__(self, model, args, data_collator, train_dataset):
        self.model, self.args = model, args
        self.batches = map(data_collator, zip(*[iter(train_dataset)] * 4))

    def train(self):
        for batch in self.batches:
            self.model(**batch, labels=batch["input_ids"]).loss.backward()


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
Trainer(model, TrainingArguments("a"), DataCollatorWithPadding(tokenizer), data).train()
