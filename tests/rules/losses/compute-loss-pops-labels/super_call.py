from transformers import Seq2SeqTrainer


class Counting(Seq2SeqTrainer):
    seen = 0

    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
        targets = inputs.pop("labels", None)  # expect: compute-loss-pops-labels
        self.seen += len(targets)
        return super().compute_loss(model, inputs, return_outputs, **kwargs)
