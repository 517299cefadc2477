# versions: transformers==5.23.0 trl==1.16.0
# versions: transformers==4.57.3 trl==0.24.0
# versions: transformers==4.46.3 trl==0.12.2
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=SFTConfig(output_dir="sft"),
    train_dataset=data,
    processing_class=tokenizer,
)
trainer.train()
