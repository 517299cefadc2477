# versions: transformers==4.51.3 trl==0.17.0
# versions: transformers==4.57.3 trl==0.24.0
# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer
from trl.trainer.sft_trainer import DataCollatorForLanguageModeling

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
data = load_dataset("trl-lib/Capybara", split="train")
SFTTrainer(model=model, args=SFTConfig("o"), train_dataset=data, processing_class=tokenizer).train()
SFTTrainer(
    model=model,
    args=SFTConfig("o"),
    train_dataset=data,
    processing_class=tokenizer,
    data_collator=DataCollatorForLanguageModeling(pad_token_id=tokenizer.pad_token_id),
).train()
