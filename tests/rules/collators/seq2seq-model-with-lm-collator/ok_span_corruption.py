from datasets import load_from_disk
from transformers import AutoTokenizer, DataCollatorForLanguageModeling, T5ForConditionalGeneration, Trainer
from transformers import TrainingArguments


class DataCollatorForT5(DataCollatorForLanguageModeling):
    def torch_call(self, examples):
        return spans(examples)


tok = AutoTokenizer.from_pretrained("t5-small")
model = T5ForConditionalGeneration.from_pretrained("t5-small")
Trainer(model, TrainingArguments("o"), DataCollatorForT5(tok, mlm=False), load_from_disk("rows")).train()
