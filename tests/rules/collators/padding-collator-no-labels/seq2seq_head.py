from datasets import load_dataset
from transformers import AutoTokenizer, BartForConditionalGeneration, Seq2SeqTrainer, Seq2SeqTrainingArguments

tokenizer = AutoTokenizer.from_pretrained("facebook/bart-base")
model = BartForConditionalGeneration.from_pretrained("facebook/bart-base")
data = load_dataset("json", data_files="pairs.jsonl", split="train")
data = data.map(lambda r: tokenizer(r["source"], truncation=True), remove_columns=data.column_names)
trainer = Seq2SeqTrainer(  # expect: padding-collator-no-labels
    model=model,
    args=Seq2SeqTrainingArguments(output_dir="bart"),
    train_dataset=data,
    processing_class=tokenizer,
)
trainer.train()
