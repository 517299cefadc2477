# versions: transformers==5.23.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


class Contrastive(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        hidden = model(input_ids=inputs["input_ids"], output_hidden_states=True).hidden_states[-1]
        loss = hidden.pow(2).mean()
        return (loss, hidden) if return_outputs else loss


data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
Contrastive(
    model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=DataCollatorForSeq2Seq(tokenizer)
).train()
