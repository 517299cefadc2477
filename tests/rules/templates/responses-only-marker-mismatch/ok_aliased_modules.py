import unsloth as unsloth_lib
import unsloth.chat_templates as unsloth_chat_templates_lib
import datasets as hfd
import trl as trl_lib

model, tokenizer = unsloth_lib.FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B-Instruct")
tokenizer = unsloth_chat_templates_lib.get_chat_template(tokenizer, chat_template="qwen2.5")
data = hfd.load_dataset("json", data_files="chats.jsonl", split="train")
data = data.map(lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)})
trainer = trl_lib.SFTTrainer(model=model, tokenizer=tokenizer, train_dataset=data, args=trl_lib.SFTConfig("out"))
trainer = unsloth_chat_templates_lib.train_on_responses_only(
    trainer,
    instruction_part="<|im_start|>user\n",
    response_part="<|im_start|>assistant\n",
)
trainer.train()
