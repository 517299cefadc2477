from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)


def freeze(network):
    for name, parameter in network.named_parameters():
        print(f"freezing {name}")
        parameter.requires_grad_(False)  # expect: nothing-trainable @none


freeze(model)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=load_from_disk("rows"))
trainer.train()
