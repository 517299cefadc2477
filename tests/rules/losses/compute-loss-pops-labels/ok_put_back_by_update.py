from transformers import Trainer


class Tracking(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        labels = inputs.pop("labels")
        self.log({"labels": float(labels.float().mean())})
        inputs.update(dict([("labels", labels)]))
        return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)


class Other(Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        batch = inputs
        labels = inputs.pop("labels")
        batch.update([("labels", labels)])
        return super().compute_loss(model, inputs, return_outputs, num_items_in_batch)
