# versions: trl==1.16.0 transformers==5.23.0
# versions: trl==0.24.0 transformers==4.57.3
import trl
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq

settings = {"output_dir": "o", "dataset_kwargs": dict(skip_prepare_dataset=True)}  # expect: skip-prepare-without-labels @none


def main(name="Qwen/Qwen2.5-0.5B"):
    tok = AutoTokenizer.from_pretrained(name)
    raw = load_dataset("text", data_files="a.txt", split="train")
    rows = raw.map(lambda row: tok(row["text"]), remove_columns=raw.column_names)
    trl.SFTTrainer(
        model=AutoModelForCausalLM.from_pretrained(name),
        args=trl.SFTConfig(**settings),
        data_collator=DataCollatorForSeq2Seq(tok),
        train_dataset=rows,
    ).train()


main()
