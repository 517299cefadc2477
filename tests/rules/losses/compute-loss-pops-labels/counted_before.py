import collections

from transformers import Trainer


class Tracking(Trainer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.classes = {}
        self.seen = collections.Counter()

    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        target = inputs.pop("labels")  # expect: compute-loss-pops-labels @safe
        self.seen.update(target.tolist())
        self.classes.setdefault(len(target), 0)
        return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
