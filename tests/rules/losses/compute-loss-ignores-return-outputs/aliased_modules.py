import datasets as hfd
import torch as torch_lib
import transformers as hf

class SmoothTrainer(hf.Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        target = inputs.pop("labels").float()
        outputs = model(**inputs)
        loss = torch_lib.nn.functional.smooth_l1_loss(outputs.logits.squeeze(-1), target)
        return loss  # expect: compute-loss-ignores-return-outputs


data = hfd.load_from_disk("essays")
trainer = SmoothTrainer(
    model=hf.AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=1),
    args=hf.TrainingArguments("out", eval_strategy="epoch"),
    train_dataset=data["train"],
    eval_dataset=data["test"],
)
trainer.train()
