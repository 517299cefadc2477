# versions: transformers==5.23.0 trl==1.16.0
import torch
import datasets as hfd
import transformers as hf

class WeightedTrainer(hf.Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = torch.nn.functional.cross_entropy(outputs.logits, labels, weight=torch.tensor([0.3, 1.0]))
        if num_items_in_batch is not None:
            loss = loss * len(labels) / num_items_in_batch
        return (loss, outputs) if return_outputs else loss


trainer = WeightedTrainer(
    model=hf.AutoModelForSequenceClassification.from_pretrained("answerdotai/ModernBERT-base", num_labels=2),
    args=hf.TrainingArguments("out", gradient_accumulation_steps=16),
    train_dataset=hfd.load_from_disk("risk_tokenised"),
)
trainer.train()
