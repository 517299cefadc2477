from unsloth import FastLanguageModel as FLM
from unsloth.chat_templates import train_on_responses_only as mask
from datasets import load_dataset
from trl import SFTConfig, SFTTrainer

PROMPT = "<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n{answer}"


class Job:
    def __init__(self):
        self.model, self.tok = FLM.from_pretrained("unsloth/Qwen2.5-7B")

    def write(self, batch):
        rows = zip(batch["instruction"], batch["output"])
        return {"text": [PROMPT.format(question=q, answer=a) + self.tok.eos_token for q, a in rows]}

    def run(self):
        data = load_dataset("yahma/alpaca-cleaned", split="train").map(self.write, batched=True)
        trainer = SFTTrainer(self.model, train_dataset=data, args=SFTConfig("out", dataset_text_field="text"))
        mask(
            trainer,
            instruction_part="<|im_start|>user\n",
            response_part="<|im_start|>assistant\n",
        )
        trainer.train()


Job().run()
