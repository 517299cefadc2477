import lightning as L


class Base(L.LightningModule):
    def training_step(self, batch, index):
        raise NotImplementedError("the loss is computed in subclasses")
