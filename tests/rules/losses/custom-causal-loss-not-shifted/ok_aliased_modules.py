import datasets as hfd
import torch as torch_lib
import transformers as hf

class PlainTrainer(hf.Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        logits = outputs.logits[..., :-1, :].contiguous()
        labels = labels[..., 1:].contiguous()
        loss = torch_lib.nn.functional.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1))
        return (loss, outputs) if return_outputs else loss


tokenizer = hf.AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = hf.AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = hfd.load_dataset("text", data_files="poems.txt", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
collator = hf.DataCollatorForLanguageModeling(tokenizer, mlm=False)
trainer = PlainTrainer(model=model, args=hf.TrainingArguments("out"), train_dataset=data, data_collator=collator)
trainer.train()
