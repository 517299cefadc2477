from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2", padding_side="left")
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained("gpt2")
inputs = tokenizer(["a", "b c"], padding=True, return_tensors="pt")
print(tokenizer.batch_decode(model.generate(**inputs)))
