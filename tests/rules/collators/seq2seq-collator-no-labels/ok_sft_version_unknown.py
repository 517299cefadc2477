# versions:
# Nothing in the script tells which trl runs it, and the newer ones make labels.
from datasets import Dataset
from transformers import AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = Dataset.from_dict({"text": ["one", "two"]})
trainer = SFTTrainer(
    model="Qwen/Qwen2.5-0.5B",
    args=SFTConfig(output_dir="out"),
    train_dataset=data,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
)
trainer.train()
