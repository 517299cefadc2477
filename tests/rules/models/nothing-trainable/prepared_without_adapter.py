from datasets import load_dataset
from peft import LoraConfig, prepare_model_for_kbit_training
from transformers import AutoModelForCausalLM, BitsAndBytesConfig
from trl import SFTConfig, SFTTrainer

model = AutoModelForCausalLM.from_pretrained(
    "meta-llama/Llama-3.1-8B", quantization_config=BitsAndBytesConfig(load_in_4bit=True)
)
model = prepare_model_for_kbit_training(model)  # expect: nothing-trainable @none
lora = LoraConfig(r=16, task_type="CAUSAL_LM")
data = load_dataset("json", data_files="chats.jsonl", split="train")
trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data)
trainer.train()
