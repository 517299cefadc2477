import torch

x = torch.ones(3)  # lossguard: ignore  # expect: unused-suppression
