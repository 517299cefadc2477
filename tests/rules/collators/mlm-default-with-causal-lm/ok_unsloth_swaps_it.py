# versions: unsloth==2026.10.9 transformers==5.17.0 trl==1.15.0
# versions: transformers==5.17.0 trl==1.15.0
from unsloth import FastLanguageModel
from datasets import Dataset
from transformers import DataCollatorForLanguageModeling
from trl import SFTConfig, SFTTrainer

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-0.5B")
data = Dataset.from_dict({"input_ids": [[5, 6, 7]], "labels": [[-100, 6, 7]]})
trainer = SFTTrainer(
    model=model,
    args=SFTConfig(output_dir="o"),
    train_dataset=data,
    processing_class=tokenizer,
    data_collator=DataCollatorForLanguageModeling(tokenizer),
)
trainer.train()
