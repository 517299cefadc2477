from datasets import load_from_disk
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments, WhisperForConditionalGeneration, WhisperTokenizer

tokenizer = WhisperTokenizer.from_pretrained("openai/whisper-small")
model = WhisperForConditionalGeneration.from_pretrained("openai/whisper-small")


def collate(rows):
    labels = stack(rows)[:, 1:]
    if (labels[:, -1] == tokenizer.bos_token_id).any():
        labels = labels[:, :-1]
    return {"labels": labels, "input_features": features(rows)}


Seq2SeqTrainer(model, Seq2SeqTrainingArguments("o"), collate, load_from_disk("speech")).train()
