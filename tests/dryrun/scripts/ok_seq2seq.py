from datasets import Dataset
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Seq2SeqTrainer, Seq2SeqTrainingArguments

TEXTS = ["The river is deep.", "Dogs learn fast and sleep late.", "Why is the sky blue?", "A token is a number."] * 20
tokenizer = AutoTokenizer.from_pretrained("t5")
model = AutoModelForSeq2SeqLM.from_pretrained("t5")
rows = Dataset.from_dict({"text": TEXTS, "summary": ["short", "shorter than that"] * 40})
rows = rows.map(lambda row: tokenizer(row["text"], text_target=row["summary"]), remove_columns=["text", "summary"])
args = Seq2SeqTrainingArguments("out", predict_with_generate=True)
Seq2SeqTrainer(model, args, train_dataset=rows, data_collator=DataCollatorForSeq2Seq(tokenizer, model=model)).train()
