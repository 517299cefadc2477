"""Modules of the script's own: what they inherit from torch leaves them as they are, and a call runs `forward`."""

import pytest

from tests.program.scripts import known

CLASSES = """
import lib
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self, size=1):
        super().__init__()
        self.size = size
        self.head = nn.Linear(size, 2)
    def forward(self, rows, labels=None):
        logits = self.head(rows)
        if labels is None:
            return {"logits": logits, "kind": 1}
        return {"loss": logits, "kind": 2}
class Wide(Net):
    def train(self, mode=True):
        self.size = 9
        return super().train(mode)
class Hub(lib.Mixin, nn.Module):
    def forward(self, rows):
        return 1
class Called(nn.Module):
    def __call__(self, rows):
        return 3
    def forward(self, rows):
        return 1
net = Net()
"""
KNOWN = {
    "moved": ("net = Net().to('cuda').half()\nx = net.size", 1),
    "told of its parameters": ("optimizer = torch.optim.AdamW(net.parameters(), lr=1)\nx = net.size", 1),
    "counted": ("n = sum(p.numel() for p in net.parameters())\nx = net.size", 1),
    "saved": ("torch.save(net.state_dict(), 'a.pt')\nx = net.size", 1),
    "in another mode": ("net.eval()\nx = net.train().size", 1),
    "called": ("x = net(lib.rows)['kind']", 1),
    "called with labels": ("x = net(lib.rows, labels=[1])['kind']", 2),
    "called by hand": ("x = net.forward(lib.rows, [1])['kind']", 2),
    "a method of its own, and the parent's": ("x = Wide().train().size", 9),
    "called in its own way": ("x = Called()(lib.rows)", 3),
}
UNKNOWN = {
    "given to code that is not followed": "lib.patch(net)\nx = net.size",
    "of a mixin that is not followed": "x = Hub()(lib.rows)",
    "a method that is not followed": "net.apply(lib.init)\nx = net.size",
    "called with labels that may be there": "x = net(lib.rows, lib.labels)['kind']",
    "of one class or another": "net = Net() if lib.flag else lib.Net()\nx = net.to('cuda').size",
}


@pytest.mark.parametrize(("code", "wanted"), KNOWN.values(), ids=KNOWN.keys())
def test_a_module_stays_what_it_is(code: str, wanted: object) -> None:
    assert known("x", CLASSES + code) == wanted


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_a_module_is_not_known(code: str) -> None:
    assert known("x", CLASSES + code) is ...
