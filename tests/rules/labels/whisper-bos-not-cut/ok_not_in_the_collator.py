from datasets import load_from_disk
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments, WhisperForConditionalGeneration, WhisperTokenizer

tokenizer = WhisperTokenizer.from_pretrained("openai/whisper-small")
model = WhisperForConditionalGeneration.from_pretrained("openai/whisper-small")


def describe(ids):
    return "empty" if ids[0] == tokenizer.bos_token_id else tokenizer.decode(ids)


def collate(rows):
    return {"labels": stack(rows)[:, 1:], "input_features": features(rows)}


Seq2SeqTrainer(model, Seq2SeqTrainingArguments("o"), collate, load_from_disk("speech")).train()
