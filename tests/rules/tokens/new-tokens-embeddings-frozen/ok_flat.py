from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.add_tokens(["<tool>", "</tool>"])
model.resize_token_embeddings(len(tokenizer))
lora = LoraConfig(
    r=16,
    task_type="CAUSAL_LM",
    target_modules=["q_proj", "v_proj"],
    modules_to_save=["embed_tokens", "lm_head"],
)
data = load_dataset("json", data_files="tools.jsonl", split="train")
trainer = SFTTrainer(
    model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer, peft_config=lora
)
trainer.train()
