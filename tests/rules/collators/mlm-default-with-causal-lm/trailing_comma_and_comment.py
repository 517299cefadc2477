from datasets import load_from_disk
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("gpt2")
trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("gpt2"),
    args=TrainingArguments("o"),
    train_dataset=load_from_disk("tokens"),
    data_collator=DataCollatorForLanguageModeling(  # expect: mlm-default-with-causal-lm
        tokenizer,  # the one that was trained above
        # nothing else
    ),
)
trainer.train()
