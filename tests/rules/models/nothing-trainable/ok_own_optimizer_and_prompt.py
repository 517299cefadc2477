from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)


class PromptTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        outputs = model(inputs_embeds=self.prompt(inputs.pop("input_ids")), **inputs)
        return (outputs.loss, outputs) if return_outputs else outputs.loss


model.requires_grad_(False)
trainer = PromptTrainer(model=model, args=TrainingArguments("out"), train_dataset=load_from_disk("rows"))
trainer.train()
