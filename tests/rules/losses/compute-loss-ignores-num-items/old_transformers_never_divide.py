# versions: transformers==4.46.3 trl==0.12.2
import torch
from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification as Model
from transformers import Trainer, TrainingArguments


class Focal(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):  # expect: compute-loss-ignores-num-items
        wanted = inputs.pop("labels")
        outputs = model(**inputs)
        loss = torch.nn.functional.cross_entropy(outputs.logits, wanted)
        return (loss, outputs) if return_outputs else loss


trainer = Focal(
    model=Model.from_pretrained("my/checkpoint"),
    args=TrainingArguments("out", gradient_accumulation_steps=4),
    train_dataset=load_from_disk("rows"),
)
trainer.train()
