from dataclasses import dataclass, field

import yaml
from datasets import load_from_disk
from transformers import (
    AutoModelForCausalLM,
    AutoModelForMaskedLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    HfArgumentParser,
    Trainer,
    TrainingArguments,
)


@dataclass
class DataArguments:
    mlm: bool = field(default=True)
    mlm_probability: float = field(default=0.15)


data_args, training_args = HfArgumentParser((DataArguments, TrainingArguments)).parse_args_into_dataclasses()
with open("config.yaml") as file:
    config = yaml.safe_load(file)
tokenizer = AutoTokenizer.from_pretrained("gpt2")
causal = AutoModelForCausalLM.from_pretrained("gpt2")
data = load_from_disk("tokens")


def fit(model, collator):
    Trainer(model=model, args=training_args, train_dataset=data, data_collator=collator).train()


fit(causal, DataCollatorForLanguageModeling(tokenizer, mlm=data_args.mlm))
fit(causal, DataCollatorForLanguageModeling(tokenizer, data_args.mlm))
fit(causal, DataCollatorForLanguageModeling(tokenizer, **config["collator"]))
fit(causal, DataCollatorForLanguageModeling(tokenizer=tokenizer, mlm=not training_args.do_train))
model_class = AutoModelForMaskedLM if data_args.mlm else AutoModelForCausalLM
fit(model_class.from_pretrained("x"), DataCollatorForLanguageModeling(tokenizer))
