# versions: trl==0.16.1 transformers==4.49.0
from datasets import load_from_disk
from transformers import AutoTokenizer, DataCollatorForLanguageModeling
from trl import SFTConfig, SFTTrainer


class DataCollatorForCompletionOnlyLM(DataCollatorForLanguageModeling):
    def torch_call(self, examples):
        return mask_every_prompt(super().torch_call(examples))


tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
collator = DataCollatorForCompletionOnlyLM(tok, mlm=False)
SFTTrainer("Qwen/Qwen2.5-0.5B", SFTConfig("o", packing=True), collator, load_from_disk("rows")).train()
