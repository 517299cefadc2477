from datasets import load_from_disk
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
from transformers import TrainingArguments


class Contrastive(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        inputs.pop("labels")
        outputs = model(**inputs)
        loss = outputs.logits.var()
        return (loss, outputs) if return_outputs else loss


tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
Contrastive(model, TrainingArguments("o"), DataCollatorForLanguageModeling(tok), load_from_disk("rows")).train()
