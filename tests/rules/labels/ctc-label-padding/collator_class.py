from datasets import load_from_disk
from transformers import Trainer, TrainingArguments, Wav2Vec2ForCTC, Wav2Vec2Processor


class Collate:
    def __init__(self, processor):
        self.processor = processor

    def __call__(self, features):
        audio = [{"input_values": one["input_values"]} for one in features]
        text = [{"input_ids": one["labels"]} for one in features]
        batch = self.processor.pad(audio, padding=True, return_tensors="pt")
        targets = self.processor.tokenizer.pad(text, padding=True, return_tensors="pt")
        batch["labels"] = targets["input_ids"]  # expect: ctc-label-padding @safe
        return batch


def main():
    processor = Wav2Vec2Processor.from_pretrained("timit")
    model = Wav2Vec2ForCTC.from_pretrained("facebook/wav2vec2-base")
    Trainer(model, TrainingArguments("o"), Collate(processor), load_from_disk("timit")).train()


main()
