import lightning as L


class Classifier(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.automatic_optimization = False

    def training_step(self, batch, index):
        loss = self(batch)
        self.manual_backward(loss)
        self.optimizers().step()
