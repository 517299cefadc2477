from datasets import load_from_disk
from transformers import HubertForCTC, Trainer, TrainingArguments, Wav2Vec2CTCTokenizer, Wav2Vec2FeatureExtractor
from transformers import Wav2Vec2Processor as Processor


class Speech:
    def __init__(self):
        self.tok = Wav2Vec2CTCTokenizer("vocab.json", pad_token="[PAD]")
        self.processor = Processor(Wav2Vec2FeatureExtractor(), self.tok)
        self.model = HubertForCTC.from_pretrained("facebook/hubert-base-ls960")

    def collate(self, rows):
        batch = self.processor.pad([{"input_values": row["input_values"]} for row in rows], return_tensors="pt")
        batch["labels"] = self.tok.pad([{"input_ids": row["labels"]} for row in rows], return_tensors="pt")[  # expect: ctc-label-padding @none
            "input_ids"
        ]
        return batch

    def train(self):
        settings = {"args": TrainingArguments("o"), "data_collator": self.collate}
        Trainer(self.model, train_dataset=load_from_disk("speech"), **settings).train()


Speech().train()
