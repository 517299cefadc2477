from datasets import load_dataset
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments


class PlainTrainer(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        logits = outputs.logits
        loss = nn.functional.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1))  # expect: custom-causal-loss-not-shifted
        return (loss, outputs) if return_outputs else loss


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("text", data_files="poems.txt", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
trainer = PlainTrainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
trainer.train()
