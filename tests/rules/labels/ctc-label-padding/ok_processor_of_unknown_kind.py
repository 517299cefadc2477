from datasets import load_from_disk
from transformers import AutoProcessor, Trainer, TrainingArguments, Wav2Vec2ForCTC

processor = AutoProcessor.from_pretrained("facebook/wav2vec2-base-960h")


def collate(rows):
    batch = processor.pad([{"input_values": row["input_values"]} for row in rows], return_tensors="pt")
    targets = processor.pad(labels=[{"input_ids": row["labels"]} for row in rows], return_tensors="pt")
    batch["labels"] = targets["input_ids"]
    return batch


model = Wav2Vec2ForCTC.from_pretrained("facebook/wav2vec2-base-960h")
Trainer(model, TrainingArguments("o"), collate, load_from_disk("speech")).train()
