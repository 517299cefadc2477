from datasets import Dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorForSeq2Seq, Trainer
from transformers import TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained(
    "bert-base-uncased", num_labels=3, problem_type="multi_label_classification"
)
rows = Dataset.from_dict({"text": ["a", "b"], "label": [[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]]})
rows = rows.map(lambda r: tok(r["text"]))
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tok), rows).train()
