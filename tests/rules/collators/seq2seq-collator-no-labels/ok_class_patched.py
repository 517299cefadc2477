# The library's own class gets another forward.
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments
from transformers.models.gpt2.modeling_gpt2 import GPT2LMHeadModel

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="a.jsonl", split="train")
data = raw.map(lambda row: tokenizer(row["text"]), remove_columns=raw.column_names)
old = GPT2LMHeadModel.forward


def forward(self, input_ids=None, labels=None, **kwargs):
    return old(self, input_ids=input_ids, labels=input_ids, **kwargs)


GPT2LMHeadModel.forward = forward
Trainer(
    model=AutoModelForCausalLM.from_pretrained("gpt2"),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
).train()
