# versions: transformers==5.23.0 trl==1.16.0
import datasets as hfd
import transformers as hf
import trl as trl_lib

tokenizer = hf.AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B-Base")
tokenizer.chat_template = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{% if message['role'] == 'assistant' %}"
    "{% generation %}{{ message['content'] }}{{ eos_token }}{% endgeneration %}\n"
    "{% else %}{{ message['content'] }}{{ eos_token }}\n{% endif %}{% endfor %}"
)
data = hfd.load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
config = trl_lib.SFTConfig("out", assistant_only_loss=True)
trainer = trl_lib.SFTTrainer("Qwen/Qwen3-0.6B-Base", args=config, train_dataset=data, processing_class=tokenizer)
trainer.train()
