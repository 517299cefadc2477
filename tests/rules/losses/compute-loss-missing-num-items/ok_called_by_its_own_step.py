# versions: transformers==5.23.0
from transformers import Trainer


class Stepper(Trainer):
    def training_step(self, model, inputs, num_items_in_batch=None):
        model.train()
        inputs = self._prepare_inputs(inputs)
        loss = self.compute_loss(model, inputs)
        self.accelerator.backward(loss)
        return loss.detach()

    def prediction_step(self, model, inputs, prediction_loss_only, ignore_keys=None):
        return self.compute_loss(model, inputs).detach(), None, None

    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


Stepper(model=None).train()
