# versions: transformers==5.17.0 trl==1.15.0 unsloth==2026.10.9
from unsloth import FastLanguageModel
from unsloth.chat_templates import train_on_responses_only
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B-Instruct")
rows = load_dataset("json", data_files="rows.jsonl", split="train")
rows = rows.map(lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)}, remove_columns=rows.column_names)
parts = rows.train_test_split(0.1)
trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=parts["train"])
trainer = train_on_responses_only(trainer)
trainer.eval_dataset = parts["test"]  # expect: eval-dataset-without-labels
trainer.train()
trainer.evaluate()
