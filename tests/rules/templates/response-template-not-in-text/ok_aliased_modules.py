# versions: transformers==4.51.3 trl==0.19.1
import datasets as hfd
import transformers as hf
import trl as trl_lib

RESPONSE = "### Reply:"


def write(row):
    return f"### Question: {row['question']}\n{RESPONSE} {row['answer']}"


tokenizer = hf.AutoTokenizer.from_pretrained("facebook/opt-350m")
model = hf.AutoModelForCausalLM.from_pretrained("facebook/opt-350m")
trainer = trl_lib.SFTTrainer(
    model,
    args=trl_lib.SFTConfig("out"),
    train_dataset=hfd.load_dataset("json", data_files="qa.jsonl", split="train"),
    formatting_func=write,
    data_collator=trl_lib.DataCollatorForCompletionOnlyLM(RESPONSE, tokenizer=tokenizer),
)
trainer.train()
