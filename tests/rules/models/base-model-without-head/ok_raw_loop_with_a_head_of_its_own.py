import torch
from torch.utils.data import DataLoader
from transformers import AutoModel, AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
encoder = AutoModel.from_pretrained("gpt2")
teacher = AutoModelForCausalLM.from_pretrained("gpt2")
head = torch.nn.Linear(encoder.config.hidden_size, 2)
optimizer = torch.optim.AdamW([*encoder.parameters(), *head.parameters()], lr=1e-5)
criterion = torch.nn.CrossEntropyLoss()
encoder.train()
for texts, labels in DataLoader(list(zip(open("a.txt"), range(9))), batch_size=4):
    batch = tokenizer(list(texts), return_tensors="pt", padding=True)
    hidden = encoder(**batch).last_hidden_state
    loss = criterion(head(hidden[:, -1]), labels)
    loss += teacher(**batch, labels=batch["input_ids"]).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
