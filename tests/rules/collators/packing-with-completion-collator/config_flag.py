# versions: trl==0.12.2 transformers==4.46.3
# versions: trl==0.16.1 transformers==4.49.0
# versions: trl==0.19.1 transformers==4.52.4
# versions:
from datasets import load_dataset
from transformers import AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
collator = DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tok)
trainer = SFTTrainer(
    model="Qwen/Qwen2.5-0.5B",
    args=SFTConfig(output_dir="out", packing=True),
    train_dataset=load_dataset("json", data_files="qa.jsonl", split="train"),
    data_collator=collator,  # expect: packing-with-completion-collator @unsafe
)
trainer.train()
