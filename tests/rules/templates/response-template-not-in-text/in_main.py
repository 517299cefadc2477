# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer


def main():
    def write(row):
        return f"### Question: {row['question']}\n### Reply: {row['answer']}"
    tokenizer = AutoTokenizer.from_pretrained("facebook/opt-350m")
    model = AutoModelForCausalLM.from_pretrained("facebook/opt-350m")
    trainer = SFTTrainer(
        model,
        args=SFTConfig("out"),
        train_dataset=load_dataset("json", data_files="qa.jsonl", split="train"),
        formatting_func=write,
        data_collator=DataCollatorForCompletionOnlyLM("### Output:", tokenizer=tokenizer),  # expect: response-template-not-in-text
    )
    trainer.train()


if __name__ == "__main__":
    main()
