from transformers import Trainer


class Smoothed(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        if self.label_smoother is not None and "labels" in inputs:
            labels = inputs.pop("labels")
        else:
            labels = None
        outputs = model(**inputs)
        loss = self.label_smoother(outputs, labels) if labels is not None else outputs.loss
        return (loss, outputs) if return_outputs else loss
