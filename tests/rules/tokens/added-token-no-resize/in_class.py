from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer


class Job:
    name = "meta-llama/Llama-3.2-1B"

    def __init__(self):
        self.model = AutoModelForCausalLM.from_pretrained(self.name)
        self.tok = AutoTokenizer.from_pretrained(self.name)
        self.tok.add_tokens(["<tool>", "</tool>"])  # expect: added-token-no-resize

    def run(self):
        data = load_dataset("json", data_files="tools.jsonl", split="train")
        SFTTrainer(self.model, args=SFTConfig("out"), train_dataset=data, processing_class=self.tok).train()


Job().run()
