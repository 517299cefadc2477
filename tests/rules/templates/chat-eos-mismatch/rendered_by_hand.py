# versions: transformers==5.23.0 trl==1.16.0
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

CHATML = """{% for message in messages %}<|im_start|>{{ message.role }}
{{ message.content }}<|im_end|>
{% endfor %}"""


class Job:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.tok.chat_template = CHATML  # expect: chat-eos-mismatch
        self.model = AutoModelForCausalLM.from_pretrained(name)

    def encode(self, row):
        text = self.tok.apply_chat_template(row["messages"], tokenize=False)
        row = self.tok(text, add_special_tokens=False)
        row["labels"] = list(row["input_ids"])
        return row

    def run(self):
        data = load_dataset("json", data_files="chats.jsonl", split="train")
        data = data.map(self.encode, remove_columns=data.column_names)
        collator = DataCollatorForSeq2Seq(self.tok)
        self.tok.pad_token = "<|finetune_right_pad_id|>"
        Trainer(self.model, TrainingArguments("out"), collator, data).train()


Job("meta-llama/Llama-3.2-1B").run()
