import transformers as hf
from datasets import load_from_disk

processor = hf.Wav2Vec2Processor.from_pretrained("facebook/wav2vec2-base-960h")


def collate(rows):
    sounds = [{"input_values": row["input_values"]} for row in rows]
    texts = processor.tokenizer.pad([{"input_ids": row["labels"]} for row in rows], return_tensors="pt")
    batch = processor.feature_extractor.pad(sounds, return_tensors="pt")
    batch["labels"] = texts["input_ids"]  # expect: ctc-label-padding @safe
    return batch


hf.Trainer(
    model=hf.Wav2Vec2ForCTC.from_pretrained("facebook/wav2vec2-base-960h"),
    args=hf.TrainingArguments("out", remove_unused_columns=False),
    data_collator=collate,
    train_dataset=load_from_disk("speech"),
).train()
