"""Small training scripts for the tests of the server."""

WRONG = """\
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments
from transformers import DataCollatorForLanguageModeling, DataCollatorForSeq2Seq

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
rows = load_dataset("json", data_files="notes.jsonl", split="train")
rows = rows.map(lambda row: tokenizer(row["text"]), remove_columns=rows.column_names)
trainer = Trainer(
    model=model,
    args=TrainingArguments(output_dir="out"),
    train_dataset=rows,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
)
trainer.train()
"""
"""No row has labels, and this collator does not make them."""

MISTAKE = "DataCollatorForSeq2Seq(tokenizer)"
CORRECTION = "DataCollatorForLanguageModeling(tokenizer, mlm=False)"

GOOD = WRONG.replace(MISTAKE, CORRECTION)

SAFELY_FIXED = WRONG.replace(MISTAKE, "DataCollatorForLanguageModeling(tokenizer)")
"""Its mistake has a safe fix, which makes it GOOD."""

BROKEN_TAIL = "broken(]"
"""A line that does not parse, whatever stands around it."""

CELLS: dict[str, str] = {
    "title": "# Fine-tuning",
    "imports": WRONG[: WRONG.index("tokenizer =")],
    "data": WRONG[WRONG.index("tokenizer =") : WRONG.index("trainer =")],
    "train": "# 😀\n" + WRONG[WRONG.index("trainer =") :],
}
"""The same as cells of a notebook, the first one in Markdown."""
