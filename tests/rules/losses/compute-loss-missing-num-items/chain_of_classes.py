# versions: transformers==5.23.0
# versions: transformers==4.46.0
# versions: transformers==4.45.2
import torch
import transformers


class LoggingTrainer(transformers.Trainer):
    def log(self, logs, *args):
        super().log(logs, *args)


class FocalTrainer(LoggingTrainer):
    def compute_loss(self, model, inputs, return_outputs=False):  # expect[transformers>=4.46]: compute-loss-missing-num-items [error] @safe
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        weight = (1 - outputs.logits.softmax(-1)) ** 2
        loss = torch.nn.functional.cross_entropy(outputs.logits * weight, labels)
        return (loss, outputs) if return_outputs else loss


def main(model, data):
    trainer = FocalTrainer(model=model, args=transformers.TrainingArguments("o"), train_dataset=data)
    trainer.train()
