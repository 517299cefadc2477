# versions: transformers==5.23.0 trl==1.7.0
# versions: transformers==5.23.0 trl==1.16.0
from datasets import Dataset
from transformers import AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = Dataset.from_dict({"prompt": ["1 + 1 ="], "completion": [" 2"]})
trainer = SFTTrainer(
    model="Qwen/Qwen2.5-0.5B",
    args=SFTConfig(output_dir="out"),
    train_dataset=data,
    processing_class=tokenizer,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
)
trainer.train()
