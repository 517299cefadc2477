# versions: unsloth==2025.2.15 trl==0.14.0 transformers==4.48.3
# Whether the answers are masked is decided at run time.
import argparse

from unsloth import FastLanguageModel
from datasets import load_dataset
from transformers import DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

try:
    from unsloth.chat_templates import train_on_responses_only
except ImportError:
    train_on_responses_only = None

parser = argparse.ArgumentParser()
parser.add_argument("--all-tokens", action="store_true")
options = parser.parse_args()

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B")
rows = load_dataset("json", data_files="chat.jsonl", split="train")
rows = rows.map(lambda r: {"text": r["chat"] + tokenizer.eos_token}, remove_columns=rows.column_names)
trainer = SFTTrainer(
    model=model,
    tokenizer=tokenizer,
    train_dataset=rows,
    data_collator=None if options.all_tokens else DataCollatorForSeq2Seq(tokenizer),
    args=SFTConfig(output_dir="out", dataset_text_field="text"),
)
if not options.all_tokens and train_on_responses_only is not None:
    trainer = train_on_responses_only(
        trainer, instruction_part="<|im_start|>user\n", response_part="<|im_start|>assistant\n"
    )
trainer.train()
