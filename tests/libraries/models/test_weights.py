"""Which weights of a model are trained: all, none, those of an adapter, or it is not known."""

import pytest

from lossguard.libraries.models.weights import TRAINED, WEIGHTS
from lossguard.values.value import Constant, Ref
from tests.libraries.models.facts import script

BEFORE = """
from peft import *
from torch import nn
import torch
"""
FREEZE = "for p in model.parameters():\n    p.requires_grad = False\n"
IF = f"if lib.flag:\n    {FREEZE.replace(chr(10), chr(10) + '    ')}"
ALL = {
    "as it is loaded": "",
    "made from a configuration": "model = AutoModelForCausalLM.from_config(lib.config)",
    "moved, and given to an optimizer": "model.to('cuda').train()\ntorch.optim.AdamW(model.parameters(), lr=1e-5)",
    "counted": "n = sum(p.numel() for p in model.parameters() if p.requires_grad)",
    "clipped": "norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)\nprint(norm.item())",
    "thawed": FREEZE + "for p in model.parameters():\n    p.requires_grad = True",
    "thawed by the method": "model.requires_grad_(False)\nmodel.requires_grad_()",
    "with another head": "model.lm_head = nn.Linear(1, 2)",
    "parts are grouped": "groups = [{'params': [p for n, p in model.named_parameters() if 'bias' not in n]}]\n"
    "torch.optim.AdamW(groups)",
    "a part is thawed": "model.model.requires_grad_(True)",
}
NONE = {
    "a loop": FREEZE,
    "a loop with names": "for name, p in model.named_parameters():\n    p.requires_grad = False",
    "a loop by the method": "for p in model.parameters():\n    p.requires_grad_(False)",
    "the method": "model.requires_grad_(False)",
    "the method by keyword": "model.requires_grad_(requires_grad=False)",
    "a function": "def freeze(m):\n    for p in m.parameters():\n        p.requires_grad = False\nfreeze(model)",
    "both ways": FREEZE + "model.requires_grad_(False)",
    "a part again": FREEZE + "model.model.requires_grad_(False)",
    "prepared for few bits": "model = prepare_model_for_kbit_training(model)",
    "a saved adapter": "model = PeftModel.from_pretrained(model, 'adapter')",
    "on each path": f"{IF}\nelse:\n    model.requires_grad_(False)",
}
ADAPTER = {
    "an adapter": "model = get_peft_model(model, LoraConfig(r=8))",
    "an adapter behind a loop": FREEZE + "model = get_peft_model(model, LoraConfig(r=8))",
    "an adapter on few bits": "model = get_peft_model(prepare_model_for_kbit_training(model), LoraConfig(r=8))",
    "the model inside": "wrapped = get_peft_model(model, LoraConfig(r=8))",
    "a saved adapter that is trained": "model = PeftModel.from_pretrained(model, 'adapter', is_trainable=True)",
}
UNKNOWN = {
    "by name": "for name, p in model.named_parameters():\n    if 'lora' not in name:\n        p.requires_grad = False",
    "by a test": "for name, p in model.named_parameters():\n    p.requires_grad = 'lora' in name",
    "a part": "model.model.embed_tokens.requires_grad_(False)",
    "layers": "for part in model.model.layers[:9]:\n    for p in part.parameters():\n        p.requires_grad = False",
    "parameters of a part": "for p in model.base_model.parameters():\n    p.requires_grad = False",
    "the first ones": "for i, p in enumerate(model.parameters()):\n    p.requires_grad = False\n"
    "    if i == 3:\n        break",
    "until one": "for p in model.parameters():\n    p.requires_grad = False\n    if lib.done(p):\n        break",
    "some of a list": "for p in list(model.parameters())[:-2]:\n    p.requires_grad = False",
    "a part is thawed": FREEZE + "for p in model.lm_head.parameters():\n    p.requires_grad = True",
    "a layer is thawed": FREEZE + "model.model.layers[-1].requires_grad_(True)",
    "a part of unknown name is thawed": FREEZE + "model.odd_name.requires_grad_(True)",
    "a new head": FREEZE + "model.classifier = nn.Linear(768, 2)",
    "a new head of a part": FREEZE + "model.base_model.classifier = nn.Linear(768, 2)",
    "new embeddings": FREEZE + "model.resize_token_embeddings(10)",
    "an adapter of its own": FREEZE + "model.add_adapter(LoraConfig(r=8))",
    "a method that freezes a part": "model.freeze_feature_encoder()",
    "on one path": IF,
    "as an option says": "model.requires_grad_(lib.flag)",
    "by code that is not followed": "lib.freeze(model)",
    "by code that has the parameters": FREEZE + "lib.thaw(model.parameters())",
    "by code that has a part": FREEZE + "lib.thaw(model.model)",
    "a saved adapter, perhaps": "model = PeftModel.from_pretrained(model, 'adapter', is_trainable=lib.flag)",
}


def trained(code: str) -> object:
    run = script(BEFORE + code)
    model = run.lookup("model")
    weights = run.heap[model].get(WEIGHTS) if isinstance(model, Ref) else None
    found = run.heap[weights].get(TRAINED) if isinstance(weights, Ref) else None
    return found.value if isinstance(found, Constant) else ...


@pytest.mark.parametrize("code", ALL.values(), ids=ALL.keys())
def test_all_weights_are_trained(code: str) -> None:
    assert trained(code) is True


@pytest.mark.parametrize("code", NONE.values(), ids=NONE.keys())
def test_no_weights_are_trained(code: str) -> None:
    assert trained(code) is False


@pytest.mark.parametrize("code", ADAPTER.values(), ids=ADAPTER.keys())
def test_the_weights_of_an_adapter_are_trained(code: str) -> None:
    assert isinstance(trained(code), str)


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_which_weights_are_trained_is_not_known(code: str) -> None:
    assert trained(code) is ...
