# versions: transformers==5.23.0
import typing_extensions as te
from transformers import Trainer


class Doubled(Trainer):
    @te.override
    def compute_loss(self, model, inputs, return_outputs=False):  # expect: compute-loss-missing-num-items @safe
        outputs = model(**inputs)
        return (outputs.loss * 2, outputs) if return_outputs else outputs.loss * 2


Doubled(model=None).train()
