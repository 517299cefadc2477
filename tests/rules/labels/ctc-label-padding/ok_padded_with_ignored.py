import torch
from datasets import load_from_disk
from torch.nn.utils.rnn import pad_sequence
from transformers import Trainer, TrainingArguments, Wav2Vec2ForCTC, Wav2Vec2Processor

processor = Wav2Vec2Processor.from_pretrained("facebook/wav2vec2-base-960h")


def collate(rows):
    batch = processor.pad([{"input_values": row["input_values"]} for row in rows], return_tensors="pt")
    batch["labels"] = pad_sequence([torch.tensor(row["labels"]) for row in rows], True, -100)
    return batch


model = Wav2Vec2ForCTC.from_pretrained("facebook/wav2vec2-base-960h")
Trainer(model, TrainingArguments("o"), collate, load_from_disk("speech")).train()
