# versions: transformers==5.23.0 trl==1.16.0
# versions: transformers==4.57.3 trl==0.24.0
# versions: transformers==4.46.3 trl==0.12.2
# versions:
import trl
from datasets import Dataset
from transformers import AutoTokenizer, DataCollatorForLanguageModeling

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
data = Dataset.from_dict({"prompt": ["1 + 1 =", "2 + 2 ="], "completion": [" 2", " 4"]})
trainer = trl.SFTTrainer(
    model="Qwen/Qwen2.5-0.5B",
    args=trl.SFTConfig(output_dir="o"),
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),  # expect[trl>=0.17]: lm-collator-overwrites-labels @unsafe
)
trainer.train()
