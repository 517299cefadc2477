# versions: trl==0.19.1 transformers==4.52.4
import trl
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.data.data_collator import DataCollatorForSeq2Seq as Pad


def split(row):
    return {"prompt": row["question"] + "\n", "completion": row["answer"]}


def main(name="meta-llama/Llama-3.2-1B"):
    tok = AutoTokenizer.from_pretrained(name)
    data = load_dataset("gsm8k", "main", split="train").map(split, remove_columns=["question", "answer"])
    data = data.select_columns(["prompt", "completion"])
    pad = Pad(tok, pad_to_multiple_of=8)
    trl.SFTTrainer(
        AutoModelForCausalLM.from_pretrained(name),
        trl.SFTConfig("o"),
        pad,  # expect: sft-mask-columns-with-hf-collator @safe
        data,
    ).train()


main()
