from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainerCallback, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)


class Thaw(TrainerCallback):
    def on_train_begin(self, args, state, control, model=None, **kwargs):
        for parameter in model.classifier.parameters():
            parameter.requires_grad = True


model.requires_grad_(False)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=load_from_disk("rows"), callbacks=[Thaw()])
trainer.train()
