# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

SEPARATOR = "<|sep|>"


def build(name):
    tokenizer = AutoTokenizer.from_pretrained(name, pad_token=SEPARATOR)
    model = AutoModelForCausalLM.from_pretrained(name)
    collator = DataCollatorForCompletionOnlyLM(
        tokenizer=tokenizer,
        response_template=f"{SEPARATOR}Answer:",  # expect: response-template-contains-pad
    )
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    return SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator)


build("facebook/opt-350m").train()
