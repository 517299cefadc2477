# versions: transformers==4.46.3 trl==0.12.2
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer


def tokenizer_for(name):
    tok = AutoTokenizer.from_pretrained(name)
    if tok.pad_token is None:
        tok.pad_token = tok.eos_token  # expect: pad-equals-eos-masks-eos
    return tok


tok = tokenizer_for("meta-llama/Llama-3.1-8B")
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.1-8B"),
    args=SFTConfig(output_dir="o", max_seq_length=512),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train"),
    formatting_func=lambda batch: [f"### Q: {q}\n### A: {a}" for q, a in zip(batch["q"], batch["a"])],
    processing_class=tok,
    data_collator=DataCollatorForCompletionOnlyLM("### A:", tokenizer=tok),
)
trainer.train()
