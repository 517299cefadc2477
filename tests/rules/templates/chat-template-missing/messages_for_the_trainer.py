# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer


class Chat:
    name = "google/gemma-2-2b"

    def fit(self, rows):
        tokenizer = AutoTokenizer.from_pretrained(self.name)  # expect: chat-template-missing
        data = Dataset.from_list([{"messages": [{"role": "user", "content": "hi"}]} for _ in range(8)])
        SFTTrainer(
            self.name,
            args=SFTConfig("out"),
            train_dataset=data,
            processing_class=tokenizer,
        ).train()


Chat().fit([])
