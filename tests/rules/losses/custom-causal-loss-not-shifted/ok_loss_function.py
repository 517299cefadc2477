from datasets import load_dataset
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


class Loss(nn.Module):
    def __init__(self):
        super().__init__()
        self.loss = nn.CrossEntropyLoss()

    def forward(self, outputs, labels, num_items_in_batch=None):
        logits = outputs.logits
        logits, labels = logits[:, :-1], labels[:, 1:]
        return self.loss(logits.reshape(-1, logits.size(-1)), labels.reshape(-1))


data = load_dataset("text", data_files="poems.txt", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("out"),
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    compute_loss_func=Loss(),
)
trainer.train()
