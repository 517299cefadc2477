# versions: transformers==5.23.0
import os

from transformers import Trainer

try:
    from optimum.habana import GaudiTrainer as Base
except ImportError:
    Base = Trainer

Picked = Trainer if os.environ.get("HF") else object


class Mixed(Base):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Chosen(Picked):
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss
