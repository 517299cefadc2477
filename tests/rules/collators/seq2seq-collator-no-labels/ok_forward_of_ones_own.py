# Each of these computes a loss without labels.
import types

import transformers
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, GPT2LMHeadModel
from transformers import GPT2TokenizerFast, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="a.jsonl", split="train")
data = raw.map(lambda row: tokenizer(row["text"]), remove_columns=raw.column_names)


def fit(model, kind=Trainer, rows=data):
    kind(
        model=model,
        args=TrainingArguments("o"),
        train_dataset=rows,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    ).train()


def forward(self, input_ids, **kwargs):
    return {"loss": self.transformer(input_ids).last_hidden_state.mean()}


bound = AutoModelForCausalLM.from_pretrained("gpt2")
bound.forward = types.MethodType(forward, bound)
fit(bound)

named = AutoModelForCausalLM.from_pretrained("gpt2")
setattr(named, "forward", types.MethodType(forward, named))
fit(named)


class SelfSupervised(GPT2LMHeadModel):
    def forward(self, input_ids, labels=None, **kwargs):
        return super().forward(input_ids, labels=input_ids, **kwargs)


fit(SelfSupervised.from_pretrained("gpt2"))


class Labelling(GPT2TokenizerFast):
    def __call__(self, *args, **kwargs):
        out = super().__call__(*args, **kwargs)
        out["labels"] = out["input_ids"]
        return out


labelling = Labelling.from_pretrained("gpt2")
rows = raw.map(lambda row: labelling(row["text"]), remove_columns=raw.column_names)
fit(AutoModelForCausalLM.from_pretrained("gpt2"), rows=rows)


def contrast(self, model, inputs, return_outputs=False, **kwargs):
    return model(input_ids=inputs["input_ids"]).logits.mean()


class Assigned(Trainer):
    compute_loss = contrast


class Chosen(Trainer):
    if transformers.__version__ >= "4.46":

        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            return contrast(self, model, inputs)

    else:

        def compute_loss(self, model, inputs, return_outputs=False):
            return contrast(self, model, inputs)


fit(AutoModelForCausalLM.from_pretrained("gpt2"), Assigned)
fit(AutoModelForCausalLM.from_pretrained("gpt2"), Chosen)
