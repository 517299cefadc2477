# versions: trl==1.6.0 transformers==5.5.4
# versions: trl==0.24.0 transformers==4.57.3
# versions: trl==0.17.0 transformers==4.51.3
# versions: trl==1.7.1 transformers==5.10.4
from datasets import Dataset
from transformers import AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = Dataset.from_dict({"prompt": ["1 + 1 =", "20 + 20 ="], "completion": [" 2", " 40"]})
trainer = SFTTrainer(
    model="Qwen/Qwen2.5-0.5B",
    args=SFTConfig(output_dir="o"),
    train_dataset=data,
    processing_class=tok,
    data_collator=DataCollatorForSeq2Seq(tok),  # expect[trl<1.7]: sft-mask-columns-with-hf-collator @safe
)
trainer.train()
