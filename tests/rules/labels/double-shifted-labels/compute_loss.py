import torch
from datasets import load_from_disk
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments


class Shifting(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        labels = inputs["labels"]
        shifted = torch.full_like(labels, -100)
        shifted[:, :-1] = labels[:, 1:]
        inputs = {**inputs, "labels": shifted}  # expect: double-shifted-labels @none
        outputs = model(**inputs)
        return (outputs.loss, outputs) if return_outputs else outputs.loss


def main():
    tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    collate = DataCollatorForLanguageModeling(tok, mlm=False)
    Shifting(model=model, args=TrainingArguments("o"), train_dataset=load_from_disk("r"), data_collator=collate).train()


main()
