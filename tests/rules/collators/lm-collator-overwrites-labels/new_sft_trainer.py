# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorForLanguageModeling
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
trainer = SFTTrainer(
    model="Qwen/Qwen2.5-0.5B",
    args=SFTConfig(output_dir="o"),
    train_dataset=load_dataset("trl-lib/Capybara", split="train"),
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),  # expect: lm-collator-overwrites-labels
)
trainer.train()
