# versions: transformers==5.23.0 trl==1.16.0
import datasets as hfd
import transformers as hf
import trl as trl_lib

tokenizer = hf.AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
data = hfd.load_dataset("json", data_files="chats.jsonl", split="train")
data = data.map(
    lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)},
    remove_columns=data.column_names,
)
config = trl_lib.SFTConfig("out", assistant_only_loss=True)  # expect: assistant-only-loss-non-conversational
trainer = trl_lib.SFTTrainer("Qwen/Qwen3-0.6B", args=config, train_dataset=data, processing_class=tokenizer)
trainer.train()
