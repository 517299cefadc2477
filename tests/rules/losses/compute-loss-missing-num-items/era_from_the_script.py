from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Seq2SeqTrainer, TrainingArguments


class Base(Seq2SeqTrainer):
    pass


class Mine(Base):
    def compute_loss(self, model, inputs, return_outputs=False):  # expect: compute-loss-missing-num-items
        return super().compute_loss(model, inputs, return_outputs)


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
Mine(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("o"),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train"),
    processing_class=tokenizer,
).train()
