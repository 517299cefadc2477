from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)


def own_loss(model, inputs, return_outputs=False, **kwargs):
    outputs = model(**inputs, labels=inputs["input_ids"])
    return (outputs.loss, outputs) if return_outputs else outputs.loss


trainer = Trainer(model, TrainingArguments("a"), DataCollatorWithPadding(tokenizer), data)
trainer.compute_loss = own_loss
trainer.train()

original = model.forward


def forward(input_ids=None, **kwargs):
    return original(input_ids=input_ids, labels=input_ids, **kwargs)


model.forward = forward
Trainer(model, TrainingArguments("a"), DataCollatorWithPadding(tokenizer), data).train()
