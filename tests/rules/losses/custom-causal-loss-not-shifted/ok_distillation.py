import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments

teacher = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-7B")


class Distil(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        outputs = model(**inputs)
        with torch.no_grad():
            wanted = teacher(**inputs).logits.softmax(-1)
        loss = torch.nn.functional.cross_entropy(outputs.logits.flatten(0, 1), wanted.flatten(0, 1))
        return (loss, outputs) if return_outputs else loss


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("text", data_files="poems.txt", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
Distil(model, TrainingArguments("out"), DataCollatorForLanguageModeling(tokenizer, mlm=False), data).train()
