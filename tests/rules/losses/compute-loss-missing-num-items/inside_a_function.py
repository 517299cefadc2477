# versions: transformers==5.23.0
from transformers import Seq2SeqTrainer


def make_trainer_class(alpha):
    class Smoothed(Seq2SeqTrainer):
        """Adds a penalty."""

        def compute_loss(self, model, inputs, return_outputs: bool = False):  # expect: compute-loss-missing-num-items
            loss, outputs = super().compute_loss(model, inputs, return_outputs=True)
            loss = loss + alpha * outputs.logits.pow(2).mean()
            return (loss, outputs) if return_outputs else loss

    return Smoothed


make_trainer_class(0.1)(args=None).train()
