from datasets import load_from_disk
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer

tokenizer = AutoTokenizer.from_pretrained("EleutherAI/gpt-neo-125m")
options = {"mlm": True, "mlm_probability": 0.15}
collator = DataCollatorForLanguageModeling(tokenizer, **options)  # expect: mlm-default-with-causal-lm
Trainer(
    model=AutoModelForCausalLM.from_pretrained("EleutherAI/gpt-neo-125m"),
    train_dataset=load_from_disk("tokens"),
    data_collator=collator,
).train()
