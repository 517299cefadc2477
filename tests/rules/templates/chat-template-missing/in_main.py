# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer


def main():
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    data = data.map(lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)})  # expect: chat-template-missing
    data = data.select_columns(["text"])
    trainer = SFTTrainer(
        "meta-llama/Llama-3.1-8B", args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer
    )
    trainer.train()


if __name__ == "__main__":
    main()
