import transformers as hf
from datasets import load_dataset


def get_model(name):
    model = hf.AutoModelForCausalLM.from_pretrained(name)
    model.config.use_cache = False
    return model


def main():
    tokenizer = hf.AutoTokenizer.from_pretrained("gpt2")
    tokenizer.add_special_tokens({"pad_token": "<|pad|>", "mask_token": "<|mask|>"})
    model = get_model("gpt2")
    model.resize_token_embeddings(len(tokenizer))
    data_collator = hf.DataCollatorForLanguageModeling(  # expect: mlm-default-with-causal-lm @safe
        tokenizer=tokenizer,
        pad_to_multiple_of=8,
    )
    data = load_dataset("text", data_files="a.txt", split="train")
    data = data.map(lambda b: tokenizer(b["text"]), batched=True, remove_columns=["text"])
    trainer = hf.Trainer(model=model, args=hf.TrainingArguments("o"), train_dataset=data, data_collator=data_collator)
    trainer.train()


if __name__ == "__main__":
    main()
