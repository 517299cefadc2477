# versions: transformers==4.57.3 trl==0.24.0
from trl import SFTTrainer as Base


class WeightedSFT(Base):
    def __init__(self, *args, weight=1.0, **kwargs):
        super().__init__(*args, **kwargs)
        self.weight = weight

    def compute_loss(  # expect: compute-loss-missing-num-items
        self,
        model,
        inputs,
        return_outputs=False,
    ):
        return super().compute_loss(model, inputs, return_outputs) * self.weight
