# versions: transformers==4.51.3 trl==0.19.1
import datasets as hfd
import transformers as hf
import trl as trl_lib

tokenizer = hf.AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
model = hf.AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
collator = trl_lib.DataCollatorForCompletionOnlyLM(response_template="\n### Assistant:", tokenizer=tokenizer)  # expect: response-template-context-tokenization
data = hfd.load_dataset("timdettmers/openassistant-guanaco", split="train")
trainer = trl_lib.SFTTrainer(model, args=trl_lib.SFTConfig("out"), train_dataset=data, data_collator=collator)
trainer.train()
