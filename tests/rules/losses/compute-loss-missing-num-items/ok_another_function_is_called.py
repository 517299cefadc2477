# versions: transformers==5.23.0
# The library never calls these functions: a loop of the script does, or another function stands in their place.
import transformers
from packaging import version
from transformers import AutoModelForCausalLM, Trainer

model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


class Looping(Trainer):
    def training_step(self, model, inputs, *rest):
        loss = self.compute_loss(model, inputs)
        self.accelerator.backward(loss)
        return loss.detach()


class Contrastive(Looping):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).logits.mean()


Contrastive(model=model).train()


class OwnLoop(Trainer):
    def _inner_training_loop(self, *args, **kwargs):
        for inputs in self.get_train_dataloader():
            self.compute_loss(self.model, inputs).backward()

    def compute_loss(self, model, inputs):
        return model(**inputs).loss


OwnLoop(model=model).train()

if version.parse(transformers.__version__) >= version.parse("4.46"):

    class Guarded(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            return model(**inputs).loss

else:

    class Guarded(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False):
            return model(**inputs).loss


Guarded(model=model).train()


class Plain(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


_original = Plain.compute_loss
Plain.compute_loss = lambda self, model, inputs, return_outputs=False, **kwargs: _original(self, model, inputs)
Plain(model=model).train()


class Base(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Child(Base):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        return super().compute_loss(model, inputs, return_outputs) * 2


Child(model=model).train()
