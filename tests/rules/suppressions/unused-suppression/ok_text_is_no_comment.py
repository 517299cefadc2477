import torch

x = "# lossguard: ignore[COL001]"
