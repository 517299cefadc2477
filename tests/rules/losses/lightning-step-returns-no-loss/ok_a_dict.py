import lightning as L


class Classifier(L.LightningModule):
    def training_step(self, batch, index):
        loss = self(batch)
        return {"loss": loss}
