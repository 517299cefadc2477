# versions: transformers==4.57.3 trl==0.24.0
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = tokenizer.eos_token  # expect: pad-equals-eos-masks-eos
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("gpt2"),
    args=SFTConfig(output_dir="o"),
    train_dataset=Dataset.from_dict({"text": ["one", "two"]}),
    processing_class=tokenizer,
    data_collator=DataCollatorForLanguageModeling(tokenizer=tokenizer, mlm=False),
)
trainer.train()
