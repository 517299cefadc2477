import transformers as hf
from datasets import load_dataset

tok = hf.AutoTokenizer.from_pretrained("EleutherAI/pythia-70m")
lm = hf.GPTNeoXForCausalLM.from_pretrained("EleutherAI/pythia-70m")

raw = load_dataset("text", data_files={"train": "a.txt"})
encoded = raw.map(lambda b: tok(b["text"], truncation=True), batched=True, remove_columns=["text"])
encoded = encoded.select_columns(["input_ids", "attention_mask"])

kwargs = dict(model=lm, args=hf.TrainingArguments(output_dir="o"), train_dataset=encoded["train"])
kwargs["data_collator"] = hf.DataCollatorForSeq2Seq(tok)  # expect: seq2seq-collator-no-labels
hf.Trainer(**kwargs).train()
