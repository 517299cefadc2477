# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer


def main():
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
    tokenizer.chat_template = (
        "{% for turn in messages %}<|im_start|>{{ turn['role'] }}\n{{ turn['content'] }}<|im_end|>\n{% endfor %}"
    )
    data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
    config = SFTConfig("out", eos_token="<|im_end|>")
    trainer = SFTTrainer("meta-llama/Llama-3.1-8B", args=config, train_dataset=data, processing_class=tokenizer)
    trainer.train()


if __name__ == "__main__":
    main()
