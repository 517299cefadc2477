# versions: trl==1.16.0 transformers==5.23.0
from datasets import load_from_disk
from transformers import AutoTokenizer, DataCollatorForSeq2Seq
from trl import SFTConfig, SFTTrainer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
rows = load_from_disk("rows").select_columns(["input_ids", "completion_mask"])
args = SFTConfig("o", dataset_kwargs={"skip_prepare_dataset": False})
SFTTrainer("Qwen/Qwen2.5-0.5B", args, DataCollatorForSeq2Seq(tok), rows).train()
