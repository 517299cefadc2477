# versions: transformers==5.23.0 trl==1.16.0
import lightning.pytorch as pl
import torch
from sentence_transformers import SentenceTransformerTrainer
from setfit import Trainer as SetFitTrainer
from transformers import PreTrainedModel, TrainerCallback

from mine.training import Trainer


class Module(pl.LightningModule):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Loss(torch.nn.Module):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Model(PreTrainedModel):
    def compute_loss(self, model, inputs):
        return model(**inputs).loss


class Callback(TrainerCallback):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Mine(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Fits(SetFitTrainer):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Plain:
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss
