# versions: transformers==5.23.0 trl==1.16.0
import datasets as hfd
import transformers as hf
import trl as trl_lib

tokenizer = hf.AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
data = hfd.load_dataset("json", data_files="chats.jsonl", split="train")
data = data.map(lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)})  # expect: chat-template-missing
data = data.select_columns(["text"])
trainer = trl_lib.SFTTrainer(
    "meta-llama/Llama-3.1-8B", args=trl_lib.SFTConfig("out"), train_dataset=data, processing_class=tokenizer
)
trainer.train()
