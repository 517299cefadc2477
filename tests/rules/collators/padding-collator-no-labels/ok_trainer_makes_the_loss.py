from datasets import load_dataset
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments


class BaseTrainer(Trainer):
    pass


class DistillationTrainer(BaseTrainer):
    def __init__(self, *args, teacher=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.teacher = teacher.eval()

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        student = model(**inputs)
        teacher = self.teacher(**inputs)
        loss = nn.functional.kl_div(student.logits.log_softmax(-1), teacher.logits.softmax(-1))
        return (loss, student) if return_outputs else loss


def causal_loss(outputs, labels, num_items_in_batch=None):
    return outputs.logits.mean()


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
trainer = DistillationTrainer(
    AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    TrainingArguments("distilled"),
    DataCollatorWithPadding(tokenizer),
    data,
    teacher=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-7B"),
)
trainer.train()
other = DistillationTrainer(
    teacher=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-7B"),
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("distilled"),
    train_dataset=data,
    processing_class=tokenizer,
)
other.train()
