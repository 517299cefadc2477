# versions: trl==0.20.0 transformers==4.53.3
from datasets import Dataset
from transformers import AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

chats = [{"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}]}]


class Run:
    def __init__(self):
        self.tok = AutoTokenizer.from_pretrained("HuggingFaceTB/SmolLM3-3B")

    def trainer(self):
        return SFTTrainer(
            model="HuggingFaceTB/SmolLM3-3B",
            args=SFTConfig(output_dir="o", assistant_only_loss=True),
            train_dataset=Dataset.from_list(chats),
            data_collator=DataCollatorForSeq2Seq(self.tok),  # expect: sft-mask-columns-with-hf-collator @safe
        )


Run().trainer().train()
