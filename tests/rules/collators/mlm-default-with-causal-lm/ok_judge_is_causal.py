# The causal model only scores; the one that is trained is a masked model.
from datasets import load_from_disk
from transformers import (
    AutoModelForCausalLM,
    AutoModelForMaskedLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

judge = AutoModelForCausalLM.from_pretrained("gpt2").eval()
tokenizer = AutoTokenizer.from_pretrained("roberta-base")
model = AutoModelForMaskedLM.from_pretrained("roberta-base")
trainer = Trainer(
    model=model,
    args=TrainingArguments("o"),
    data_collator=DataCollatorForLanguageModeling(tokenizer),
    train_dataset=load_from_disk("tokens"),
)
trainer.train()
print(judge.generate(**tokenizer("Is this good?", return_tensors="pt")))
