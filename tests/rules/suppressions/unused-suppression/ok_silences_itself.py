# lossguard: file-ignore[unused-suppression]
import torch

x = torch.ones(3)  # lossguard: ignore[COL001] with older versions it is found
