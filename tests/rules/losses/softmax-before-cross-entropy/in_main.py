import torch
from torch import nn


def main():
    model = nn.Linear(16, 4)
    criterion = nn.CrossEntropyLoss()
    rows, labels = torch.load("rows.pt")
    probabilities = torch.softmax(model(rows), dim=-1)
    loss = criterion(probabilities, labels)  # expect: softmax-before-cross-entropy
    loss.backward()


if __name__ == "__main__":
    main()
