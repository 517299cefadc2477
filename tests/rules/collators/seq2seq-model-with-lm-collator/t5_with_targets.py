from datasets import load_dataset
from transformers import AutoTokenizer, DataCollatorForLanguageModeling, Seq2SeqTrainer, Seq2SeqTrainingArguments
from transformers import T5ForConditionalGeneration

tok = AutoTokenizer.from_pretrained("google/flan-t5-small")
model = T5ForConditionalGeneration.from_pretrained("google/flan-t5-small")


def encode(row):
    out = tok(row["article"], truncation=True, max_length=512)
    out["labels"] = tok(text_target=row["summary"])["input_ids"]
    return out


data = load_dataset("json", data_files="news.jsonl", split="train")
data = data.map(encode, remove_columns=data.column_names)
trainer = Seq2SeqTrainer(
    model=model,
    args=Seq2SeqTrainingArguments("out"),
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tok, mlm=False),  # expect: seq2seq-model-with-lm-collator @safe
)
trainer.train()
