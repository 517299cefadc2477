import transformers as hf


class Scaled(hf.Trainer):
    def compute_loss(self, model, batch, return_outputs=False, num_items_in_batch=None):
        y = batch.pop("labels")  # expect: compute-loss-pops-labels
        out = model(**batch)
        loss = out["loss"] * (1 + y.float().mean())
        return (loss, out) if return_outputs else loss
