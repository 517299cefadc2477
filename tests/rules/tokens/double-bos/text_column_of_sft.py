# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer


class Chat:
    def __init__(self, name):
        self.name = name
        self.tokenizer = AutoTokenizer.from_pretrained(name)

    def write(self, row):
        return {"text": self.tokenizer.apply_chat_template(row["messages"], tokenize=False)}  # expect: double-bos

    def fit(self):
        data = load_dataset("json", data_files="chats.jsonl", split="train")
        data = data.map(self.write, remove_columns=data.column_names)
        trainer = SFTTrainer(
            self.name,
            args=SFTConfig("out"),
            train_dataset=data,
            processing_class=self.tokenizer,
        )
        trainer.train()


Chat("meta-llama/Llama-3.1-8B-Instruct").fit()
