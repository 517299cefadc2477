from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("llama", pad_token="<pad>")
model = AutoModelForCausalLM.from_pretrained("llama")
model.resize_token_embeddings(len(tokenizer))
texts = ["<s>The river is deep.</s>", "<s>Dogs learn fast and sleep late.</s>"] * 20


def tokenize(row):
    return tokenizer(row["text"])


rows = Dataset.from_dict({"text": texts})
rows = rows.map(tokenize, remove_columns=["text"])  # expect: DRY014 two-beginnings
collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
Trainer(model, TrainingArguments("out"), train_dataset=rows, data_collator=collator).train()
