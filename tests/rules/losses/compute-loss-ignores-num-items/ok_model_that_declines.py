# versions: transformers==5.23.0 trl==1.16.0
import torch
from datasets import load_from_disk
from transformers import Qwen2_5_VLForConditionalGeneration as Model
from transformers import Trainer, TrainingArguments


class Focal(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
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
