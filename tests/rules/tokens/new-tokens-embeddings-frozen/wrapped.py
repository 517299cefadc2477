from datasets import load_dataset
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments


class Job:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.tok.add_special_tokens({"additional_special_tokens": ["<call>", "</call>"]})
        model = AutoModelForCausalLM.from_pretrained(name)
        model.resize_token_embeddings(len(self.tok))
        self.model = get_peft_model(model, LoraConfig(r=8, target_modules="all-linear"))  # expect: new-tokens-embeddings-frozen

    def run(self):
        data = load_dataset("text", data_files="calls.txt", split="train")
        data = data.map(lambda row: self.tok(row["text"]), remove_columns=["text"])
        Trainer(self.model, TrainingArguments("out"), DataCollatorForLanguageModeling(self.tok, mlm=False), data).train()


Job("Qwen/Qwen2.5-0.5B").run()
