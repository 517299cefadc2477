# A table of collators, as training frameworks have it.
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, DataCollatorForSeq2Seq
from transformers import Trainer, TrainingArguments

COLLATORS = {
    "pad": DataCollatorForSeq2Seq,
    "lm": DataCollatorForLanguageModeling,
}

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
raw = load_dataset("json", data_files={"train": "train.jsonl", "valid": "valid.jsonl"})


def make_encoder(tokenizer, max_length):
    def encode(batch):
        texts = [f"### Question\n{q}\n### Answer\n{a}{tokenizer.eos_token}" for q, a in zip(batch["q"], batch["a"])]
        return tokenizer(texts, truncation=True, max_length=max_length)

    return encode


encoded = raw.map(make_encoder(tokenizer, 512), batched=True, num_proc=4, remove_columns=raw["train"].column_names)
collator = COLLATORS["pad"](tokenizer, padding="longest")
trainer = Trainer(
    model=model,
    args=TrainingArguments(output_dir="out", num_train_epochs=1),
    train_dataset=encoded["train"],
    eval_dataset=encoded["valid"],
    data_collator=collator,  # expect: seq2seq-collator-no-labels
)
trainer.train()
