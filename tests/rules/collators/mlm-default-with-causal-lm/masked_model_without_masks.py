from datasets import load_from_disk
from transformers import (
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    RobertaForMaskedLM,
    Trainer,
    TrainingArguments,
)


def run(tokenizer):
    collator = DataCollatorForLanguageModeling(tokenizer=tokenizer, mlm=False)  # expect: mlm-default-with-causal-lm @none
    trainer = Trainer(
        model=RobertaForMaskedLM.from_pretrained("roberta-base"),
        args=TrainingArguments("o"),
        train_dataset=load_from_disk("tokens"),
        data_collator=collator,
    )
    return trainer.train()


run(AutoTokenizer.from_pretrained("roberta-base"))
