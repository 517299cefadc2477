import transformers as hf
from datasets import load_from_disk

processor = hf.Wav2Vec2Processor.from_pretrained("facebook/wav2vec2-base-960h")


def collate(rows):
    batch = processor.pad([{"input_values": row["input_values"]} for row in rows], return_tensors="pt")
    labels = processor.pad(labels=[{"input_ids": row["labels"]} for row in rows], return_tensors="pt")
    return {"input_values": batch["input_values"], "labels": labels["input_ids"]}  # expect: ctc-label-padding @safe


hf.Trainer(
    model=hf.AutoModelForCTC.from_pretrained("facebook/wav2vec2-base-960h"),
    args=hf.TrainingArguments("o"),
    train_dataset=load_from_disk("speech"),
    data_collator=collate,
).train()
