# versions: transformers==4.46.3 trl==0.12.2
# versions: transformers==4.57.3 trl==0.24.0
# versions: transformers==5.23.0 trl==1.16.0
# versions:
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
tokenizer.pad_token = tokenizer.eos_token  # expect[trl<0.16]: pad-equals-eos-masks-eos
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda r: {"text": r["q"] + r["a"] + tokenizer.eos_token}, remove_columns=data.column_names)
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf"),
    args=SFTConfig(output_dir="o", dataset_text_field="text"),
    train_dataset=data,
    processing_class=tokenizer,
)
trainer.train()
