# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer


def main():
    RESPONSE = "### Reply:"
    def write(row):
        return f"### Question: {row['question']}\n{RESPONSE} {row['answer']}"
    tokenizer = AutoTokenizer.from_pretrained("facebook/opt-350m")
    model = AutoModelForCausalLM.from_pretrained("facebook/opt-350m")
    trainer = SFTTrainer(
        model,
        args=SFTConfig("out"),
        train_dataset=load_dataset("json", data_files="qa.jsonl", split="train"),
        formatting_func=write,
        data_collator=DataCollatorForCompletionOnlyLM(RESPONSE, tokenizer=tokenizer),
    )
    trainer.train()


if __name__ == "__main__":
    main()
