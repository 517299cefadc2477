# versions: transformers==5.23.0
from pytorch_lightning import Trainer as LightningTrainer
from setfit import Trainer as SetFitTrainer
from transformers import Trainer


class Local:
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Lightning(LightningTrainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Fit(SetFitTrainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class CallsItItself(Trainer):
    def training_step(self, model, inputs, num_items_in_batch=None):
        loss = self.compute_loss(model, inputs)
        self.accelerator.backward(loss)
        return loss.detach()

    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss
