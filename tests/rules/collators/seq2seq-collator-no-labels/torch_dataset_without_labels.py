import torch
from torch.utils.data import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments


class Lines(Dataset):
    def __init__(self, path, tokenizer):
        self.lines = open(path).read().splitlines()
        self.tokenizer = tokenizer

    def __len__(self):
        return len(self.lines)

    def __getitem__(self, index):
        ids = self.tokenizer(self.lines[index])["input_ids"]
        return {"input_ids": ids, "attention_mask": [1] * len(ids)}


torch.manual_seed(0)
tokenizer = AutoTokenizer.from_pretrained("EleutherAI/pythia-70m")
trainer = Trainer(
    AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-70m"),
    TrainingArguments("lines"),
    DataCollatorForSeq2Seq(tokenizer),  # expect: seq2seq-collator-no-labels
    Lines("lines.txt", tokenizer),
)
trainer.train()
