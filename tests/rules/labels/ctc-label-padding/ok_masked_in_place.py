from datasets import load_from_disk
from transformers import Trainer, TrainingArguments, Wav2Vec2ForCTC, Wav2Vec2Processor

processor = Wav2Vec2Processor.from_pretrained("facebook/wav2vec2-base-960h")


def collate(rows):
    batch = processor.pad([{"input_values": row["input_values"]} for row in rows], return_tensors="pt")
    with processor.as_target_processor():
        targets = processor.pad([{"input_ids": row["labels"]} for row in rows], return_tensors="pt")
    labels = targets["input_ids"]
    labels[labels == processor.tokenizer.pad_token_id] = -100
    batch["labels"] = labels
    return batch


model = Wav2Vec2ForCTC.from_pretrained("facebook/wav2vec2-base-960h")
Trainer(model, TrainingArguments("o"), collate, load_from_disk("speech")).train()
