from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments


class CopyingCollator(DataCollatorForSeq2Seq):
    def __call__(self, features, return_tensors=None):
        for feature in features:
            feature["labels"] = list(feature["input_ids"])
        return super().__call__(features, return_tensors)


def collate(features):
    for feature in features:
        feature["labels"] = list(feature["input_ids"])
    return inner(features)


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
inner = DataCollatorForSeq2Seq(tokenizer)
data = load_dataset("text", data_files="book.txt", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
args = TrainingArguments("out")
Trainer(model=model, args=args, train_dataset=data, data_collator=CopyingCollator(tokenizer)).train()
Trainer(model=model, args=args, train_dataset=data, data_collator=collate).train()
