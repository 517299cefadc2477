from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments
from transformers.data.data_collator import DataCollatorForSeq2Seq, DataCollatorWithPadding

tok = AutoTokenizer.from_pretrained("bigscience/bloom-560m")
COLLATORS = {
    "seq2seq": DataCollatorForSeq2Seq(tok),
    "pad": DataCollatorWithPadding(tok),
}
data = load_dataset("json", data_files="a.json", split="train")
columns = data.column_names
data = data.map(lambda x: tok(x["prompt"] + x["completion"]), remove_columns=columns)
trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("bigscience/bloom-560m"),
    args=TrainingArguments("bloom"),
    train_dataset=data,
    data_collator=COLLATORS["seq2seq"],  # expect: seq2seq-collator-no-labels
)
trainer.train()
