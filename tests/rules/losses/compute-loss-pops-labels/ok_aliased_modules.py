import transformers as hf

class LoggingTrainer(hf.Trainer):
    def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
        labels = inputs["labels"]
        outputs = model(**inputs)
        loss = outputs.loss
        self.log({"labels": float(labels.float().mean())})
        return (loss, outputs) if return_outputs else loss
