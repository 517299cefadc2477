# versions: transformers==5.23.0
from transformers import Trainer


class Named(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)


class KeywordOnly(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, *, num_items_in_batch=None):
        return model(**inputs).loss


class Rest(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        return model(**inputs).loss


class Everything(Trainer):
    def compute_loss(self, *args, **kwargs):
        return super().compute_loss(*args, **kwargs)


class Inherits(Named):
    pass


class Assigned(Trainer):
    compute_loss = Rest.compute_loss


for kind in (Named, KeywordOnly, Rest, Everything, Inherits, Assigned):
    kind(model=None).train()
