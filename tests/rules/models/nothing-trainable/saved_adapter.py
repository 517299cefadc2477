from datasets import load_dataset
from peft import PeftModel
from transformers import AutoModelForCausalLM, BitsAndBytesConfig
from trl import SFTConfig, SFTTrainer

model = AutoModelForCausalLM.from_pretrained(
    "meta-llama/Llama-3.1-8B", quantization_config=BitsAndBytesConfig(load_in_4bit=True)
)
model = PeftModel.from_pretrained(model, "first-stage")  # expect: nothing-trainable @unsafe
data = load_dataset("json", data_files="chats.jsonl", split="train")
trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data)
trainer.train()
