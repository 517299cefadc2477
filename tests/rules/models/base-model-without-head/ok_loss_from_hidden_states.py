# versions: transformers==5.23.0
import torch
from datasets import load_from_disk
from transformers import AutoModel, Trainer, TrainingArguments


class ContrastiveTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        first = model(**inputs["first"]).last_hidden_state[:, 0]
        second = model(**inputs["second"]).last_hidden_state[:, 0]
        loss = torch.nn.functional.cross_entropy(first @ second.T, torch.arange(len(first)))
        return (loss, (first, second)) if return_outputs else loss


def contrast(outputs, labels, num_items_in_batch=None):
    return outputs.last_hidden_state.mean() - labels.float().mean()


model = AutoModel.from_pretrained("intfloat/e5-small")
data = load_from_disk("pairs")
ContrastiveTrainer(model=model, args=TrainingArguments("o"), train_dataset=data).train()
Trainer(model=model, args=TrainingArguments("o"), train_dataset=data, compute_loss_func=contrast).train()
