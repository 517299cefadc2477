from datasets import load_from_disk
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments, Speech2TextForConditionalGeneration
from transformers import Speech2TextProcessor

processor = Speech2TextProcessor.from_pretrained("facebook/s2t-small-librispeech-asr")
model = Speech2TextForConditionalGeneration.from_pretrained("facebook/s2t-small-librispeech-asr")


def collate(rows):
    labels = stack(rows)
    if (labels[:, 0] == processor.tokenizer.bos_token_id).all():
        labels = labels[:, 1:]
    return {"labels": labels, "input_features": features(rows)}


Seq2SeqTrainer(model, Seq2SeqTrainingArguments("o"), collate, load_from_disk("speech")).train()
