from functools import partial

from datasets import load_from_disk
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("gpt2")
causal = AutoModelForCausalLM.from_pretrained("gpt2")
data = load_from_disk("tokens")


def fit(collator):
    Trainer(model=causal, args=TrainingArguments("o"), train_dataset=data, data_collator=collator).train()


class CausalCollator(DataCollatorForLanguageModeling):
    def __init__(self, tokenizer):
        super().__init__(tokenizer, mlm=False)


class Post(DataCollatorForLanguageModeling):
    def __post_init__(self):
        self.mlm = False
        super().__post_init__()


fit(DataCollatorForLanguageModeling(tokenizer, False))
fit(DataCollatorForLanguageModeling(mlm=False, tokenizer=tokenizer))
fit(DataCollatorForLanguageModeling(tokenizer, **{"mlm": False}))
fit(partial(DataCollatorForLanguageModeling, mlm=False)(tokenizer))
fit(CausalCollator(tokenizer))
fit(Post(tokenizer))
collator = DataCollatorForLanguageModeling(tokenizer)
collator.mlm = False
fit(collator)
