import lightning as L
import transformers as hf

class Classifier(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.model = hf.AutoModelForSequenceClassification.from_pretrained("bert-base-cased")

    def training_step(self, batch, index):
        loss = self.model(**batch).loss
        self.log("train_loss", loss)
        return loss
