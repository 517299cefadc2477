from datasets import load_from_disk
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments, WhisperForConditionalGeneration

model = WhisperForConditionalGeneration.from_pretrained("openai/whisper-small")


def collate(rows):
    return {"labels": stack(rows), "input_features": features(rows)}


Seq2SeqTrainer(model, Seq2SeqTrainingArguments("o"), collate, load_from_disk("speech")).train()
