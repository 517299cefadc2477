# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer


def main():
    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
    collator = DataCollatorForCompletionOnlyLM(response_template="\n### Assistant:", tokenizer=tokenizer)  # expect: response-template-context-tokenization
    data = load_dataset("timdettmers/openassistant-guanaco", split="train")
    trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator)
    trainer.train()


if __name__ == "__main__":
    main()
