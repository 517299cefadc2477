"""Numbers and conditions: what ``x`` is after each script, and what is not known of it."""

import pytest

from lossguard.values.value import Ref, Unknown, union
from tests.program.scripts import known

NUMBERS = {
    "x = 8 * 2 + 1": 17,
    "x = 64 // 8": 8,
    "x = 65 % 8": 1,
    "x = 1 / 4": 0.25,
    "x = 2 ** 10": 1024,
    "x = -(3 - 5)": 2,
    "x = +3": 3,
    "x = int(7 / 2)": 3,
    "x = int('512')": 512,
    "x = int(True)": 1,
    "x = float('2e-5')": 2e-5,
    "x = round(2.6)": 3,
    "x = abs(-4)": 4,
    "x = pow(2, 3)": 8,
    "x = max(1, 64 // 128)": 1,
    "x = min([512, 1024])": 512,
    "x = sum((1, 2, 3))": 6,
    "x = len([1, 2, 3]) * len({'a': 1})": 3,
    "x = 4\nx *= 2\nx -= 1": 7,
    "import math\nx = math.ceil(10 / 4) + math.floor(2.5)": 5,
    "x = 1\nfor factor in (2, 3):\n    x = x * factor": 6,
}
UNKNOWN_NUMBERS = {
    "a number of the environment": "import os\nx = int(os.environ['N']) * 2",
    "a number of an unknown list": "import lib\nx = len(lib.rows) // 8",
    "a division by zero": "x = 1 // 0",
    "a text that is no number": "x = int('many')",
    "one that is not a number": "x = float('nan')",
    "a very large number": "x = 9 ** 9 ** 9",
    "a number by a key": "x = max([1, 2], key=lambda y: -y)",
    "the largest of something unknown": "import lib\nx = max(1, lib.n)",
    "a sum that grows in a loop": "import lib\nx = 0\nfor row in lib.rows:\n    x += 1",
    "arguments from a splat": "import lib\nx = max(*lib.numbers)",
    "a mean of an unknown object": "import math, lib\nx = math.ceil(lib.n)",
}


@pytest.mark.parametrize(("code", "wanted"), NUMBERS.items())
def test_a_number_is_computed(code: str, wanted: float) -> None:
    found = known("x", code)
    assert (type(found), found) == (type(wanted), wanted)


@pytest.mark.parametrize("code", UNKNOWN_NUMBERS.values(), ids=UNKNOWN_NUMBERS.keys())
def test_a_number_is_not_known(code: str) -> None:
    assert known("x", code) is ...


CONDITIONS = {
    "not []": True,
    "not [0]": False,
    "not 0.0": True,
    "not 'a'": False,
    "not f": False,
    "not C": False,
    "not C()": False,
    "not Net()": False,
    "not tokenizer": False,
    "not data.column_names": False,
    "'a' in data.column_names": True,
    "'b' in data.features": False,
    "all([1, 'a', C()])": True,
    "all([1, lib.flag, 0])": False,
    "any([0, lib.flag, 1])": True,
    "any(y > 2 for y in (1, 2))": False,
    "1 < 2 <= 2 < 4": True,
    "3 > 4 or 2 != 2": False,
    "bool(1 - 1)": False,
}
UNKNOWN_CONDITIONS = (
    "not lib.flag",
    "not Sized()",
    "not Inherited()",
    "not Settings(a=1)",
    "not data",
    "not raw.column_names",
    "'a' in raw.column_names",
    "'train' in load_dataset('a').column_names",
    "all([1, lib.flag])",
    "any([0, lib.flag])",
    "lib.n > 3",
    "lib.n > 3 > 2",
)
_CLASSES = """
import lib
import torch
from datasets import Dataset, load_dataset
from transformers import AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained("gpt2")
data = Dataset.from_dict({"a": [1]})
raw = load_dataset("json", data_files="a", split="train")
def f():
    pass
class C:
    pass
class Net(torch.nn.Module):
    pass
class Sized:
    def __len__(self):
        return lib.n
class Inherited(lib.Base):
    pass
class Settings(dict):
    pass
"""


@pytest.mark.parametrize(("condition", "wanted"), CONDITIONS.items())
def test_a_condition_is_decided(condition: str, wanted: bool) -> None:
    assert known("x", f"{_CLASSES}x = {condition}") is wanted


@pytest.mark.parametrize("condition", UNKNOWN_CONDITIONS)
def test_a_condition_is_open(condition: str) -> None:
    assert known("x", f"{_CLASSES}x = {condition}") is ...


def test_one_of_very_many_values_is_not_known_and_costs_no_comparison_of_all_with_all() -> None:
    compared: list[object] = []

    class Counted(Ref):
        def __eq__(self, other: object) -> bool:
            compared.append(other)
            return self is other

        __hash__ = Ref.__hash__

    many = [Counted(number) for number in range(1000)]
    found = union(many)
    assert isinstance(found, Unknown)
    assert set(found.reach) == set(many)
    assert len(compared) < 3 * len(many)
