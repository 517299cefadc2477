# versions: unsloth==2025.2.15 trl==0.14.0 transformers==4.48.3
from unsloth import FastLanguageModel as FLM
from unsloth.chat_templates import train_on_responses_only as only_answers
from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer


def build(model, tokenizer, rows):
    return SFTTrainer(
        model=model,
        tokenizer=tokenizer,
        train_dataset=rows,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
        args=SFTConfig(output_dir="out", dataset_text_field="text"),
    )


def mask(job):
    return only_answers(job, instruction_part="<|im_start|>user\n", response_part="<|im_start|>assistant\n")


def main():
    model, tokenizer = FLM.from_pretrained("unsloth/Qwen2.5-7B")
    rows = load_dataset("json", data_files="chat.jsonl", split="train")
    rows = rows.map(lambda r: {"text": r["chat"] + tokenizer.eos_token}, remove_columns=rows.column_names)
    job = mask(build(model, tokenizer, rows))
    job.train()


if __name__ == "__main__":
    main()
