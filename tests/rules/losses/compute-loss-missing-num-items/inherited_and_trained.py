# versions: transformers==5.23.0
from transformers import AutoModelForCausalLM, Trainer


class Base(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):  # expect: compute-loss-missing-num-items
        return model(**inputs).loss


class Child(Base):
    def log(self, logs, *args):
        super().log({"child": 1.0, **logs}, *args)


def loss_of(outputs, labels):  # expect: compute-loss-missing-num-items
    return outputs.logits.mean()


model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
Child(model=model).train()
Trainer(model=model, compute_loss_func=loss_of).train()
Trainer(
    model=model,
    compute_loss_func=lambda outputs, labels: outputs.logits.mean(),  # expect: compute-loss-missing-num-items
).train()
