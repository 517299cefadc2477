# versions: transformers==5.23.0 trl==1.16.0
# versions: transformers==5.10.0 trl==1.7.0
# versions: transformers==5.10.0 trl==1.6.0
# versions: transformers==4.57.3 trl==0.24.0
# versions:
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from trl import SFTConfig, SFTTrainer


def main(path):
    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    trainer = SFTTrainer(
        AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
        SFTConfig(output_dir="o", max_length=512),
        DataCollatorForLanguageModeling(tokenizer, mlm=False),  # expect[trl>=1.7]: lm-collator-overwrites-labels @unsafe
        load_dataset("text", data_files=path, split="train"),
        processing_class=tokenizer,
    )
    trainer.train()


main("book.txt")
