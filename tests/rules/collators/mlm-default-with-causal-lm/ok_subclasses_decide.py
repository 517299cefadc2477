# A subclass can change the default, the argument or the masking itself.
from dataclasses import dataclass

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("gpt2", pad_token="<|endoftext|>")
model = AutoModelForCausalLM.from_pretrained("gpt2")
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)


class Diffusion(DataCollatorForLanguageModeling):
    def torch_mask_tokens(self, inputs, special_tokens_mask=None):
        labels = inputs.clone()
        inputs[:, ::2] = self.tokenizer.unk_token_id
        return inputs, labels


@dataclass
class Causal(DataCollatorForLanguageModeling):
    mlm: bool = False


class Initialised(DataCollatorForLanguageModeling):
    def __init__(self, tokenizer):
        super().__init__(tokenizer, mlm=False)


@dataclass
class Late(DataCollatorForLanguageModeling):
    def __post_init__(self):
        self.mlm = False


for kind in (Diffusion, Causal, Initialised, Late):
    Trainer(model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=kind(tokenizer)).train()

late = Trainer(
    model=model,
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tokenizer),
)
late.data_collator.mlm = False
late.train()
