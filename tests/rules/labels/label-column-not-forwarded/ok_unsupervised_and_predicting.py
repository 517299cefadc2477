from datasets import Dataset
from transformers import (
    AutoModelForMaskedLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = Dataset.from_dict({"text": ["a", "b"], "target": [0, 1]})
data = data.map(lambda b: tokenizer(b["text"]), batched=True, remove_columns=["text"])
masked = AutoModelForMaskedLM.from_pretrained("bert-base-uncased")
Trainer(masked, TrainingArguments("o"), DataCollatorForLanguageModeling(tokenizer), data).train()

classifier = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
predictor = Trainer(classifier, TrainingArguments("o"), processing_class=tokenizer)
print(predictor.predict(data).predictions)
