from datasets import load_from_disk
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments, WhisperForConditionalGeneration

model = WhisperForConditionalGeneration.from_pretrained("openai/whisper-small")


class Collate:
    def __init__(self, start):
        self.decoder_start_token_id = start

    def __call__(self, rows):
        labels = stack(rows)
        if (labels[:, 0] == self.decoder_start_token_id).all().cpu().item():
            labels = labels[:, 1:]
        return {"labels": labels, "input_features": features(rows)}


collate = Collate(model.config.decoder_start_token_id)
Seq2SeqTrainer(model, Seq2SeqTrainingArguments("o"), collate, load_from_disk("speech")).train()
