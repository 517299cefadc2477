# versions: transformers==4.51.3 trl==0.19.1
import torch
from datasets import load_from_disk
from transformers import Qwen2ForCausalLM as Model
from transformers import Trainer, TrainingArguments


class Focal(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):  # expect: compute-loss-ignores-num-items
        wanted = inputs.pop("labels")
        outputs = model(**inputs)
        loss = torch.nn.functional.cross_entropy(outputs.logits[:, :-1].transpose(1, 2), wanted[:, 1:])
        return (loss, outputs) if return_outputs else loss


trainer = Focal(
    model=Model.from_pretrained("my/checkpoint"),
    args=TrainingArguments("out", gradient_accumulation_steps=4),
    train_dataset=load_from_disk("rows"),
)
trainer.train()
