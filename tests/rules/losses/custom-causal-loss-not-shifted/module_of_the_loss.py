from datasets import load_dataset
from torch.nn import CrossEntropyLoss
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


class Weighted(Trainer):
    def compute_loss(self, model, batch, return_outputs=False, **kwargs):
        out = model(**batch)
        loss_fct = CrossEntropyLoss(ignore_index=-100, label_smoothing=0.1)
        loss = loss_fct(  # expect: custom-causal-loss-not-shifted
            out["logits"].float().view(-1, model.config.vocab_size),
            batch["labels"].reshape(-1),
        )
        return (loss, out) if return_outputs else loss


def encode(row):
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "attention_mask": [1] * len(ids), "labels": list(ids)}


model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("text", data_files="poems.txt", split="train").map(encode, remove_columns=["text"])
Weighted(model, TrainingArguments("out"), DataCollatorForSeq2Seq(tokenizer), data).train()
