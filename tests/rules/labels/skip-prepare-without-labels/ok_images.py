# versions: trl==0.24.0 transformers==4.57.3
from datasets import load_from_disk
from transformers import AutoModelForImageTextToText, AutoProcessor
from trl import SFTConfig, SFTTrainer

model = AutoModelForImageTextToText.from_pretrained("Qwen/Qwen2-VL-2B-Instruct")
processor = AutoProcessor.from_pretrained("Qwen/Qwen2-VL-2B-Instruct")


def collate(examples):
    batch = processor(text=[e["text"] for e in examples], images=[e["image"] for e in examples], padding=True)
    labels = batch["input_ids"].clone()
    labels[labels == processor.tokenizer.pad_token_id] = -100
    batch["labels"] = labels
    return batch


args = SFTConfig("o", remove_unused_columns=False, dataset_kwargs={"skip_prepare_dataset": True})
SFTTrainer(model, args, collate, load_from_disk("rows").select_columns(["text", "image"])).train()
