from torch.optim import AdamW
from torch.cuda.amp import GradScaler
from transformers import AutoModelForCausalLM, get_cosine_schedule_with_warmup


class Loop:
    def __init__(self, batches):
        self.batches = batches
        self.model = AutoModelForCausalLM.from_pretrained("gpt2")
        self.optimizer = AdamW(self.model.parameters(), lr=1e-4)
        self.schedule = get_cosine_schedule_with_warmup(self.optimizer, 0, len(batches))
        self.scaler = GradScaler()

    def run(self):
        for batch in self.batches:
            self.scaler.scale(self.model(**batch).loss).backward()
            self.scaler.step(self.optimizer)  # expect: raw-missing-zero-grad
            self.scaler.update()
            self.schedule.step()
