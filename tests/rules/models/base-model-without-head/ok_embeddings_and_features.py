import torch
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, models
from transformers import AutoModel, AutoTokenizer, pipeline

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
encoder = AutoModel.from_pretrained("bert-base-uncased").eval()
with torch.no_grad():
    vectors = encoder(**tokenizer("a", return_tensors="pt")).last_hidden_state
features = pipeline("feature-extraction", model=encoder, tokenizer=tokenizer)
SentenceTransformerTrainer(model=SentenceTransformer(modules=[models.Transformer("bert-base-uncased")])).train()
SentenceTransformerTrainer(model=encoder).train()
