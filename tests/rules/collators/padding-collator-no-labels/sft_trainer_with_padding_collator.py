# versions: transformers==4.51.3 trl==0.19.1
# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from transformers import AutoTokenizer, DataCollatorWithPadding
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = Dataset.from_list([{"text": "one"}, {"text": "two"}])
trainer = SFTTrainer(
    model="Qwen/Qwen2.5-0.5B",
    args=SFTConfig(output_dir="sft"),
    train_dataset=data,
    data_collator=DataCollatorWithPadding(tokenizer),  # expect[trl<1.7]: padding-collator-no-labels
)
trainer.train()
