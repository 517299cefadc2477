# versions: transformers==5.23.0 trl==1.16.0
import datasets as hfd
import transformers as hf
import trl as trl_lib

tokenizer = hf.AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
tokenizer.chat_template = (
    "{% for turn in messages %}<|im_start|>{{ turn['role'] }}\n{{ turn['content'] }}<|im_end|>\n{% endfor %}"
)
data = hfd.load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
config = trl_lib.SFTConfig("out", eos_token="<|im_end|>")
trainer = trl_lib.SFTTrainer("meta-llama/Llama-3.1-8B", args=config, train_dataset=data, processing_class=tokenizer)
trainer.train()
