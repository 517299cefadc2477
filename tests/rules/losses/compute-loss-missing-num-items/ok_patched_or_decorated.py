# versions: transformers==5.23.0
import functools

import transformers
from packaging import version
from transformers import Trainer


def tolerant(function):
    @functools.wraps(function)
    def wrapper(self, model, inputs, return_outputs=False, **kwargs):
        return function(self, model, inputs, return_outputs)

    return wrapper


class Decorated(Trainer):
    @tolerant
    def compute_loss(self, model, inputs, return_outputs=False):
        return model(**inputs).loss


class Dispatching(Trainer):
    if version.parse(transformers.__version__) >= version.parse("4.46"):

        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            return model(**inputs).loss

    else:

        def compute_loss(self, model, inputs, return_outputs=False):
            return model(**inputs).loss


Decorated(model=None).train()
Dispatching(model=None).train()
