# versions: transformers==4.46.3 trl==0.12.2
# versions: transformers==4.48.0 trl==0.14.0
# versions: transformers==4.49.0 trl==0.15.2
# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
tokenizer.pad_token = tokenizer.eos_token  # expect[trl==0.15.2]: pad-equals-eos-masks-eos
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf"),
    args=SFTConfig(output_dir="o", dataset_text_field="text", packing=True),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train"),
    processing_class=tokenizer,
)
trainer.train()
