# versions:
from datasets import load_from_disk
from transformers import AutoTokenizer
from trl import (
    SFTConfig,
    SFTTrainer,
    DataCollatorForCompletionOnlyLM as Collator,  # expect: removed-completion-only-collator @none
)


def main():
    tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    args = SFTConfig("o", loss_type="dft")
    SFTTrainer("Qwen/Qwen2.5-0.5B", args, Collator("### Answer:", tokenizer=tok), load_from_disk("rows")).train()


main()
