from torch.utils.data import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments


class Lines(Dataset):
    def __init__(self, path, tokenizer):
        self.rows = [tokenizer(line)["input_ids"] for line in open(path)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return dict(input_ids=self.rows[index], labels=self.rows[index])


tokenizer = AutoTokenizer.from_pretrained("EleutherAI/pythia-70m")
rows = []
for line in open("lines.txt"):
    ids = tokenizer(line).input_ids
    rows.append({"input_ids": ids, "labels": ids})
model = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-70m")
for data in (Lines("lines.txt", tokenizer), rows):
    Trainer(model, TrainingArguments("lines"), DataCollatorForSeq2Seq(tokenizer), data).train()
