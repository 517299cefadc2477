import torch
from datasets import load_from_disk
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments


class PadAndCopy:
    def __init__(self, tok):
        self.pad = tok.pad_token_id

    def __call__(self, rows):
        ids = pad_sequence([torch.tensor(row["input_ids"]) for row in rows], batch_first=True, padding_value=self.pad)
        mask = (ids != self.pad).long()
        return {"input_ids": ids, "attention_mask": mask, "labels": ids.clone()}  # expect: labels-copy-pad-not-masked @none


def train(name="Qwen/Qwen2.5-1.5B"):
    tok = AutoTokenizer.from_pretrained(name)
    model = AutoModelForCausalLM.from_pretrained(name)
    rows = load_from_disk("tokenised")
    Trainer(model=model, args=TrainingArguments("o"), train_dataset=rows, data_collator=PadAndCopy(tok)).train()


train()
