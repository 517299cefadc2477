import torch
from datasets import load_from_disk
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")
loss = torch.nn.CrossEntropyLoss(ignore_index=tok.pad_token_id)


class Own(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        outputs = model(**inputs)
        value = loss(outputs.logits.flatten(0, 1), inputs["labels"].flatten())
        return (value, outputs) if return_outputs else value


collate = DataCollatorForSeq2Seq(tok, model=model, label_pad_token_id=tok.pad_token_id)
Own(model, TrainingArguments("o"), collate, load_from_disk("pairs")).train()
