# versions: transformers==4.57.3 trl==0.24.0
from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorWithPadding, LlamaForSequenceClassification, Trainer
from transformers import TrainingArguments


class Judge:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name, pad_token="<|finetune_right_pad_id|>")
        self.model = LlamaForSequenceClassification.from_pretrained(name, num_labels=3)  # expect: decoder-seqcls-no-pad-token-id

    def run(self):
        data = load_dataset("json", data_files="reviews.jsonl", split="train")
        data = data.map(lambda row: {**self.tok(row["text"]), "labels": row["stars"]}, remove_columns=data.column_names)
        args = TrainingArguments("out", per_device_train_batch_size=16)
        Trainer(self.model, args, DataCollatorWithPadding(self.tok), data).train()


Judge("meta-llama/Llama-3.2-1B").run()
