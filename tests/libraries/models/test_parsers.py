"""What parsers of the command line, files and dicts make: objects of known classes, whose fields are no defaults."""

import pytest

from tests.libraries.models.facts import kind
from tests.program.scripts import known

CLASSES = """
import lib
import dataclasses
from dataclasses import dataclass, field, replace
from transformers import HfArgumentParser, TrainingArguments
from trl import ModelConfig, SFTConfig, TrlParser
@dataclass
class Base:
    shared: int = 1
@dataclass
class Data(Base):
    name: str = "a"
    size: int = field(default=2)
    double: int = 0
    def __post_init__(self):
        self.double = self.size * 2
    def answer(self):
        return 42
@dataclass
class Mine(TrainingArguments):
    packing: bool = False
"""
KINDS = {
    "HfArgumentParser(Data).parse_args_into_dataclasses()[0]": "instance",
    "HfArgumentParser((Data, TrainingArguments)).parse_args_into_dataclasses()[1]": "arguments TrainingArguments",
    "HfArgumentParser([Data, Mine]).parse_args_into_dataclasses()[1]": "arguments",
    "HfArgumentParser(dataclass_types=(Data,)).parse_json_file('a.json')[0]": "instance",
    "TrlParser((Data, SFTConfig, ModelConfig)).parse_args_and_config()[1]": "arguments SFTConfig",
    "TrlParser((Data, SFTConfig, ModelConfig)).parse_args_and_config()[2]": "unknown",
    "TrlParser((SFTConfig, TrainingArguments)).parse_args_and_config()[1]": "unknown",
    "HfArgumentParser(lib.types).parse_args_into_dataclasses()[0]": "unknown",
    "HfArgumentParser((Data, lib.Options)).parse_args_into_dataclasses()[1]": "unknown",
    "HfArgumentParser(Data).parse_args_into_dataclasses(return_remaining_strings=True)[1]": "unknown",
    "HfArgumentParser(Data).parse_args_into_dataclasses(return_remaining_strings=lib.flag)[0]": "unknown",
    "replace(SFTConfig('out'), packing=True)": "arguments SFTConfig",
}


@pytest.mark.parametrize(("code", "wanted"), KINDS.items())
def test_what_is_made(code: str, wanted: str) -> None:
    assert kind(f"{CLASSES}x = {code}") == wanted


KNOWN = {
    "x = HfArgumentParser(Data).parse_args_into_dataclasses()[0].answer()": 42,
    "args = HfArgumentParser(TrainingArguments).parse_args_into_dataclasses()[0]\nargs.fp16 = True\n"
    "x = args.fp16": True,
    "(x,) = HfArgumentParser(Data).parse_dict({'name': 'b'})\nx = x.name": "b",
    "(x,) = HfArgumentParser(Data).parse_dict({'name': 'b', 'size': 3})\nx = x.double": 6,
    "(x,) = HfArgumentParser(Data).parse_dict({'shared': 5})\nx = x.shared": 5,
    "(x,) = HfArgumentParser(Data).parse_dict({'name': 'b'})\nx = x.shared": 1,
    "_, x = HfArgumentParser((Data, Mine)).parse_dict({'fp16': True, 'name': 'b'})\nx = x.fp16": True,
    "x = replace(Data(name='b'), size=4).double": 8,
    "x = dataclasses.replace(Data(name='b'), size=4).name": "b",
    "data = Data(name='b')\nreplace(data, name='c')\nx = data.name": "b",
    "args = HfArgumentParser(TrainingArguments).parse_args_into_dataclasses()[0]\nargs.fp16 = True\n"
    "lib.seed(args.seed)\nx = args.fp16": True,
}
UNKNOWN = {
    "a field": "x = HfArgumentParser(Data).parse_args_into_dataclasses()[0].name",
    "a field of a base": "x = HfArgumentParser(Data).parse_args_into_dataclasses()[0].shared",
    "what is computed from fields": "x = HfArgumentParser(Data).parse_args_into_dataclasses()[0].double",
    "a field of a subclass of arguments": "x = HfArgumentParser(Mine).parse_args_into_dataclasses()[0].packing",
    "an argument of the library": "x = HfArgumentParser(Mine).parse_args_into_dataclasses()[0].fp16",
    "a field from a file": "(x,) = HfArgumentParser(Data).parse_yaml_file('a')\nx = x.name",
    "a field from an unknown dict": "(x,) = HfArgumentParser(Data).parse_dict(lib.options)\nx = x.name",
    "a field that may be in a dict": "d = {}\nif lib.flag:\n    d['name'] = 'b'\n"
    "(x,) = HfArgumentParser(Data).parse_dict(d)\nx = x.name",
    "a field of a parser that somebody had": "p = HfArgumentParser(Data)\nlib.prepare(p)\n"
    "(x,) = p.parse_dict({'name': 'b'})\nx = x.name",
    "a field after options were added": "p = HfArgumentParser(Data)\np.add_argument('--y', default=1)\n"
    "_, x = p.parse_args_into_dataclasses()\nx = x.y",
    "a copy with unknown changes": "x = replace(Data(name='b'), **lib.changes).name",
    "arguments that somebody had": "args = HfArgumentParser(TrainingArguments).parse_args_into_dataclasses()[0]\n"
    "args.fp16 = True\nlib.prepare(args)\nx = args.fp16",
}


@pytest.mark.parametrize(("code", "wanted"), KNOWN.items())
def test_what_is_known(code: str, wanted: object) -> None:
    assert known("x", CLASSES + code) == wanted


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_comes_from_outside_is_not_known(code: str) -> None:
    assert known("x", CLASSES + code) is ...
