import torch

x = torch.ones(3)  # noqa: E501
y = torch.ones(3)  # type: ignore[no-untyped-call]
