from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer


def prepare(tokenizer, model):
    tokenizer.add_tokens(["<tool>", "</tool>"])
    model.resize_token_embeddings(len(tokenizer), pad_to_multiple_of=64)


tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
prepare(tokenizer, model)
data = load_dataset("json", data_files="tools.jsonl", split="train")
SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer).train()
