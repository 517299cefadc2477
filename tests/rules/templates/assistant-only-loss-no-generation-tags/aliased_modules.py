# versions: transformers==5.23.0 trl==1.16.0
import datasets as hfd
import transformers as hf
import trl as trl_lib

tokenizer = hf.AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B-Base")
tokenizer.chat_template = (  # expect: assistant-only-loss-no-generation-tags
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'] }}{{ eos_token }}\n{% endfor %}"
)
data = hfd.load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
config = trl_lib.SFTConfig("out", assistant_only_loss=True)
trainer = trl_lib.SFTTrainer("Qwen/Qwen3-0.6B-Base", args=config, train_dataset=data, processing_class=tokenizer)
trainer.train()
