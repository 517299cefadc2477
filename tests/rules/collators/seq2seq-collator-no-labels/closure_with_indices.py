from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments


def encoder(tokenizer, prefix):
    def encode(row, index):
        return tokenizer(f"{prefix} {index}: {row['body']}", truncation=True)

    return encode


if __name__ == "__main__":
    tokenizer = AutoTokenizer.from_pretrained("gpt2")
    tokenizer.add_special_tokens({"pad_token": "<|pad|>"})
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    model.resize_token_embeddings(len(tokenizer))
    data = load_dataset("json", data_files="posts.jsonl", split="train[:90%]")
    data = data.map(encoder(tokenizer, "Post"), with_indices=True, remove_columns=data.column_names, num_proc=4)
    Trainer(
        model=model,
        args=TrainingArguments(output_dir="posts"),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),  # expect: seq2seq-collator-no-labels
    ).train()
