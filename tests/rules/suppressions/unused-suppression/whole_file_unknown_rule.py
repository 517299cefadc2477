# lossguard: file-ignore[no-such-rule]  # expect: unused-suppression
import torch

x = torch.ones(3)
