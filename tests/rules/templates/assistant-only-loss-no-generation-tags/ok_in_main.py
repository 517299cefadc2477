# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import SFTConfig, SFTTrainer


def main():
    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B-Base")
    tokenizer.chat_template = (
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{% if message['role'] == 'assistant' %}"
        "{% generation %}{{ message['content'] }}{{ eos_token }}{% endgeneration %}\n"
        "{% else %}{{ message['content'] }}{{ eos_token }}\n{% endif %}{% endfor %}"
    )
    data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
    config = SFTConfig("out", assistant_only_loss=True)
    trainer = SFTTrainer("Qwen/Qwen3-0.6B-Base", args=config, train_dataset=data, processing_class=tokenizer)
    trainer.train()


if __name__ == "__main__":
    main()
