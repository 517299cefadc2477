from datasets import load_from_disk
from transformers import AutoProcessor, Trainer, TrainingArguments
from transformers import WhisperForConditionalGeneration as Whisper


class Collate:
    def __init__(self, processor):
        self.bos = processor

    def __call__(self, rows):
        labels = stack(rows)
        if labels[0][0] == self.bos.bos_token_id:  # expect: whisper-bos-not-cut @none
            labels = [row[1:] for row in labels]
        return {"input_features": features(rows), "labels": labels}


class Job:
    def run(self, name):
        options = {"data_collator": Collate(AutoProcessor.from_pretrained(name))}
        Trainer(Whisper.from_pretrained(name), TrainingArguments("o"), train_dataset=load_from_disk("s"), **options).train()


Job().run("openai/whisper-base")
