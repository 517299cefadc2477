from datasets import load_dataset
from peft import LoraConfig, TaskType, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

name = "mistralai/Mistral-7B-v0.1"
tokenizer = AutoTokenizer.from_pretrained(name)
model = AutoModelForCausalLM.from_pretrained(name, device_map="auto")
model = get_peft_model(model, LoraConfig(task_type=TaskType.CAUSAL_LM, r=8))


def prepare(examples):
    texts = [f"{q}\n{a}" for q, a in zip(examples["q"], examples["a"])]
    result = tokenizer(texts, truncation=True, max_length=512, padding="max_length")
    return result


def load(split):
    raw = load_dataset("json", data_files="qa.jsonl", split=split)
    return raw.map(prepare, batched=True, remove_columns=raw.column_names)


def main():
    trainer = Trainer(
        model=model,
        args=TrainingArguments("lora"),
        train_dataset=load("train"),
        data_collator=default_data_collator,  # expect: padding-collator-no-labels
    )
    trainer.train()


if __name__ == "__main__":
    main()
