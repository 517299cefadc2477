# versions: trl==0.16.1 transformers==4.49.0
# versions: trl==1.16.0 transformers==5.23.0
import trl
from datasets import load_from_disk
from transformers import AutoTokenizer, DataCollatorForSeq2Seq

settings = dict(output_dir="o", padding_free=True)


def main():
    tok = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
    args = trl.SFTConfig(**settings)
    trainer = trl.SFTTrainer(
        "Qwen/Qwen3-0.6B",
        args,
        DataCollatorForSeq2Seq(tok),  # expect: padding-free-custom-collator @unsafe
        load_from_disk("rows"),
    )
    trainer.train()


main()
