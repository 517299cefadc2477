from datasets import load_from_disk
from transformers import AutoConfig, AutoModel, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments

config = AutoConfig.from_pretrained("EleutherAI/pythia-70m", num_hidden_layers=2)
tokenizer = AutoTokenizer.from_pretrained("EleutherAI/pythia-70m")
settings = {
    "model": AutoModel.from_config(config),  # expect: base-model-without-head
    "args": TrainingArguments("o"),
    "train_dataset": load_from_disk("tokens"),
    "data_collator": DataCollatorForLanguageModeling(tokenizer, mlm=False),
}
Trainer(**settings).train()
