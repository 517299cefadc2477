from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments


class Weighted(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):  # expect: compute-loss-missing-num-items
        outputs = model(**inputs)
        return (outputs.loss * 2, outputs) if return_outputs else outputs.loss * 2


tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
Weighted(
    model=AutoModelForSequenceClassification.from_pretrained("bert-base-uncased"),
    args=TrainingArguments("o", eval_strategy="epoch"),
    processing_class=tokenizer,
).train()
