# versions: trl==1.16.0 transformers==5.23.0
import trl
from datasets import load_from_disk
from transformers import AutoTokenizer


class Job:
    def run(self):
        tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
        trainer = trl.SFTTrainer(
            "Qwen/Qwen2.5-0.5B",
            trl.SFTConfig("o"),
            trl.DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tok),  # expect: removed-completion-only-collator @none
            load_from_disk("rows"),
        )
        trainer.train()


Job().run()
