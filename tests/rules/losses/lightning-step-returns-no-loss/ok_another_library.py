class Module:
    pass


class Classifier(Module):
    def training_step(self, batch, index):
        loss = self(batch)
        self.log("loss", loss)
