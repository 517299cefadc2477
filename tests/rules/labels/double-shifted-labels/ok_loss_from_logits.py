import torch
from datasets import load_from_disk
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments


class Own(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        shift_logits = outputs.logits[..., :-1, :].contiguous()
        shift_labels = labels[..., 1:].contiguous()
        loss = torch.nn.functional.cross_entropy(shift_logits.flatten(0, 1), shift_labels.flatten())
        return (loss, outputs) if return_outputs else loss


model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
Own(model, TrainingArguments("o"), train_dataset=load_from_disk("rows")).train()
