from datasets import load_from_disk
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Seq2SeqTrainer

tokenizer = AutoTokenizer.from_pretrained("google-t5/t5-small")
model = AutoModelForSeq2SeqLM.from_pretrained("google-t5/t5-small")
padding = dict(label_pad_token_id=tokenizer.pad_token_id, model=model)  # expect: seq2seq-label-pad-in-loss @none
together = DataCollatorForSeq2Seq(tokenizer, **padding)
trainer = Seq2SeqTrainer(model=model, train_dataset=load_from_disk("rows"), data_collator=together)
trainer.train()
