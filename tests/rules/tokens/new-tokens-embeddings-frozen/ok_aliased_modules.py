import datasets as hfd
import peft as peft_lib
import transformers as hf
import trl as trl_lib

tokenizer = hf.AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
model = hf.AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.add_tokens(["<tool>", "</tool>"])
model.resize_token_embeddings(len(tokenizer))
lora = peft_lib.LoraConfig(
    r=16,
    task_type="CAUSAL_LM",
    target_modules=["q_proj", "v_proj"],
    modules_to_save=["embed_tokens", "lm_head"],
)
data = hfd.load_dataset("json", data_files="tools.jsonl", split="train")
trainer = trl_lib.SFTTrainer(
    model, args=trl_lib.SFTConfig("out"), train_dataset=data, processing_class=tokenizer, peft_config=lora
)
trainer.train()
