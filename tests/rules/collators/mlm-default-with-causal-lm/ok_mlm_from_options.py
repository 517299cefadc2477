from dataclasses import dataclass, field

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import HfArgumentParser, Trainer, TrainingArguments


@dataclass
class Options:
    mlm: bool = field(default=True)


options, args = HfArgumentParser((Options, TrainingArguments)).parse_args_into_dataclasses()
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="a.jsonl", split="train").map(lambda row: tokenizer(row["text"]))
trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=args,
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=options.mlm),
)
trainer.train()
