from unsloth import FastLanguageModel
from unsloth.chat_templates import train_on_responses_only as mask_prompts

from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq, Trainer, TrainingArguments

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-0.5B-Instruct")
model = FastLanguageModel.get_peft_model(model, r=8)

data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)


def build():
    return Trainer(
        model=model,
        args=TrainingArguments("o"),
        train_dataset=data,
        processing_class=tokenizer,
        data_collator=DataCollatorForSeq2Seq(tokenizer=tokenizer),
    )


def only_responses(t):
    mask_prompts(t, instruction_part="<|im_start|>user\n", response_part="<|im_start|>assistant\n")


first = build()
alias = first
only_responses(alias)
print(first)
first.train()
