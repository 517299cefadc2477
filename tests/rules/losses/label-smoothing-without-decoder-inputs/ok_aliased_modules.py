import datasets as hfd
import transformers as hf

tokenizer = hf.AutoTokenizer.from_pretrained("t5-small")
model = hf.AutoModelForSeq2SeqLM.from_pretrained("t5-small")
data = hfd.load_dataset("json", data_files="pairs.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["en"], text_target=row["de"]), remove_columns=data.column_names)
trainer = hf.Seq2SeqTrainer(
    model=model,
    args=hf.Seq2SeqTrainingArguments("out", label_smoothing_factor=0.1),
    train_dataset=data,
    data_collator=hf.DataCollatorForSeq2Seq(tokenizer, model=model),
)
trainer.train()
