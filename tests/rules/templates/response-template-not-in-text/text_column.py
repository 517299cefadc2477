# versions: transformers==4.51.3 trl==0.19.1
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer


class Run:
    marker = "### Antwort:"

    def __init__(self, name="facebook/opt-350m"):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name)

    def go(self):
        data = load_dataset("json", data_files="qa.jsonl", split="train")
        data = data.map(lambda row: {"text": "### Frage: " + row["q"] + "\n### Reply: " + row["a"]})
        options = {"response_template": self.marker, "tokenizer": self.tokenizer}  # expect: response-template-not-in-text
        SFTTrainer(
            self.model,
            args=SFTConfig("out", dataset_text_field="text"),
            train_dataset=data,
            data_collator=DataCollatorForCompletionOnlyLM(**options),
        ).train()


Run().go()
