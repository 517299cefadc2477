# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
data = load_dataset("json", data_files="chats.jsonl", split="train")
data = data.map(
    lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)},
    remove_columns=data.column_names,
)
config = SFTConfig("out", assistant_only_loss=True)  # expect: assistant-only-loss-non-conversational
trainer = SFTTrainer("Qwen/Qwen3-0.6B", args=config, train_dataset=data, processing_class=tokenizer)
trainer.train()
