from dataclasses import dataclass
from typing import Any

from datasets import load_from_disk
from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments, WhisperForConditionalGeneration, WhisperProcessor


@dataclass
class DataCollatorSpeechSeq2SeqWithPadding:
    processor: Any

    def __call__(self, features):
        inputs = [{"input_features": one["input_features"]} for one in features]
        batch = self.processor.feature_extractor.pad(inputs, return_tensors="pt")
        labels_batch = self.processor.tokenizer.pad([{"input_ids": one["labels"]} for one in features])
        labels = labels_batch["input_ids"].masked_fill(labels_batch.attention_mask.ne(1), -100)
        if (labels[:, 0] == self.processor.tokenizer.bos_token_id).all().cpu().item():  # expect: whisper-bos-not-cut @unsafe
            labels = labels[:, 1:]
        batch["labels"] = labels
        return batch


processor = WhisperProcessor.from_pretrained("openai/whisper-small")
model = WhisperForConditionalGeneration.from_pretrained("openai/whisper-small")
Seq2SeqTrainer(
    model=model,
    args=Seq2SeqTrainingArguments("o"),
    train_dataset=load_from_disk("speech"),
    data_collator=DataCollatorSpeechSeq2SeqWithPadding(processor=processor),
).train()
