# versions: transformers==5.23.0
from datasets import load_dataset
from transformers import AutoModel, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments


class EmbeddingTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        hidden = model(**inputs).last_hidden_state
        loss = hidden.mean()
        return (loss, hidden) if return_outputs else loss


tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("imdb", split="train").map(lambda row: tokenizer(row["text"]), batched=True)
EmbeddingTrainer(
    model=AutoModel.from_pretrained("bert-base-uncased"),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorWithPadding(tokenizer),
).train()
