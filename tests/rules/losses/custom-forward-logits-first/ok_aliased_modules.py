import datasets as hfd
import torch as torch_lib
import transformers as hf

class Classifier(torch_lib.nn.Module):
    def __init__(self):
        super().__init__()
        self.body = hf.AutoModel.from_pretrained("roberta-base")
        self.head = torch_lib.nn.Linear(768, 4)

    def forward(self, input_ids=None, attention_mask=None, labels=None):
        logits = self.head(self.body(input_ids, attention_mask).last_hidden_state[:, 0])
        loss = torch_lib.nn.functional.cross_entropy(logits, labels)
        return loss, logits


trainer = hf.Trainer(model=Classifier(), args=hf.TrainingArguments("out"), train_dataset=hfd.load_from_disk("claims"))
trainer.train()
