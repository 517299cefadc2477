from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments



def main():
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
    model.requires_grad_(False)  # expect: nothing-trainable @none
    args = TrainingArguments("out", gradient_checkpointing=True)
    trainer = Trainer(model=model, args=args, train_dataset=load_from_disk("rows"))
    trainer.train()


if __name__ == "__main__":
    main()
