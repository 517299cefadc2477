# versions: transformers==4.40.0 trl==0.8.6
from dataclasses import dataclass

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, HfArgumentParser, TrainingArguments
from trl import SFTTrainer


@dataclass
class ScriptArguments:
    packing: bool = False


script_arguments, arguments = HfArgumentParser((ScriptArguments, TrainingArguments)).parse_args_into_dataclasses()
tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
tokenizer.pad_token = tokenizer.eos_token
trainer = SFTTrainer(
    model=AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf"),
    args=arguments,
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train"),
    dataset_text_field="text",
    packing=script_arguments.packing,
    tokenizer=tokenizer,
)
trainer.train()
