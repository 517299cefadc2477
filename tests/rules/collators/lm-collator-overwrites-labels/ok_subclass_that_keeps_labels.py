from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


class KeepsLabels(DataCollatorForLanguageModeling):
    def torch_call(self, examples):
        labels = [example.pop("labels") for example in examples]
        batch = super().torch_call(examples)
        batch["labels"] = pad(labels)
        return batch


def encode(row):
    prompt = tokenizer(row["prompt"])["input_ids"]
    answer = tokenizer(row["answer"])["input_ids"]
    return {"input_ids": prompt + answer, "labels": [-100] * len(prompt) + answer}


trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("o"),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train").map(encode),
    data_collator=KeepsLabels(tokenizer, mlm=False),
)
trainer.train()
