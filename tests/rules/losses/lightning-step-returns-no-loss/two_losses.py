import pytorch_lightning as pl
import torch


class Base(pl.LightningModule):
    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters())


class Joint(Base):
    def training_step(self, batch, batch_idx):  # expect: lightning-step-returns-no-loss
        lm_loss, tag_loss = self(batch)
        loss = lm_loss + tag_loss
        if batch_idx % 10 == 0:
            self.log("loss", loss)
        return
