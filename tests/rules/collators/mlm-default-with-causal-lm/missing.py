from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorForLanguageModeling, LlamaForCausalLM, Trainer, TrainingArguments


class Run:
    def __init__(self, path):
        self.tokenizer = AutoTokenizer.from_pretrained(path, pad_token="<unk>")
        self.model = LlamaForCausalLM.from_pretrained(path)
        self.collator = DataCollatorForLanguageModeling(  # expect: mlm-default-with-causal-lm
            tokenizer=self.tokenizer,
            pad_to_multiple_of=8,
        )

    def go(self):
        data = load_dataset("json", data_files="a.jsonl", split="train")
        data = data.map(lambda row: self.tokenizer(row["text"]))
        Trainer(
            model=self.model, args=TrainingArguments("o"), train_dataset=data, data_collator=self.collator
        ).train()


if __name__ == "__main__":
    Run("meta-llama/Llama-2-7b-hf").go()
