from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
import torch

tokenizer = AutoTokenizer.from_pretrained("qwen2")
model = AutoModelForCausalLM.from_pretrained("qwen2")


def tokenize(row):
    ids = tokenizer(row["text"] + tokenizer.eos_token)["input_ids"]
    return {"input_ids": ids[:-1], "labels": ids[1:]}


class MyTrainer(Trainer):
    """Computes its loss on labels that are shifted already."""

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = torch.nn.functional.cross_entropy(outputs.logits.flatten(0, 1), labels.flatten())
        return (loss, outputs) if return_outputs else loss


rows = Dataset.from_dict({"text": TEXTS}).map(tokenize, remove_columns=["text"])
MyTrainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=DataCollatorForSeq2Seq(tokenizer)).train()
