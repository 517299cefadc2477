import torch
from datasets import load_from_disk
from transformers import Trainer, TrainingArguments
from transformers.modeling_outputs import TokenClassifierOutput


class Tagger(torch.nn.Module):
    def __init__(self, labels):
        super().__init__()
        self.embed = torch.nn.Embedding(30522, 128)
        self.out = torch.nn.Linear(128, labels)

    def forward(self, input_ids=None, labels=None):
        result = TokenClassifierOutput(logits=self.out(self.embed(input_ids)))
        return result  # expect: custom-forward-no-loss


def main():
    args = TrainingArguments("out", num_train_epochs=1)
    Trainer(model=Tagger(9), args=args, train_dataset=load_from_disk("conll")).train()


main()
