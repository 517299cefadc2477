# versions: transformers==4.57.3 trl==0.24.0
# versions: transformers==4.46.3 trl==0.12.2
# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("csv", data_files="stories.csv", split="train").select_columns(["text"])
trainer = SFTTrainer(
    "Qwen/Qwen2.5-0.5B",
    args=SFTConfig(output_dir="out", dataset_text_field="text"),
    train_dataset=data,
    data_collator=DataCollatorForSeq2Seq(tokenizer),  # expect[trl<1.7]: seq2seq-collator-no-labels @unsafe
)
trainer.train()
