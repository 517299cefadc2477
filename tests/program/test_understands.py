"""What the interpreter follows: after each script ``x`` is 1."""

import pytest

from tests.program.scripts import found, known

NAMES = {
    "a variable": "y = 1\nx = y",
    "unpacking": "x, y = 1, 2",
    "nested unpacking": "(y, (x, z)) = 2, (1, 3)",
    "unpacking with a star": "x, *y = [1, 1]",
    "several targets": "y = x = 1",
    "an annotated assignment": "x: int = 1",
    "a global": "def f():\n    global x\n    x = 1\nf()",
    "a nonlocal": """
def f():
    y = 2
    def g():
        nonlocal y
        y = 1
    g()
    return y
x = f()
""",
    "a walrus": "if (x := 1):\n    pass",
    "a name of an outer function": "def f():\n    y = 1\n    def g():\n        return y\n    return g()\nx = f()",
    "a name that is bound later": "def f():\n    return y\ny = 1\nx = f()",
    "a closure": "def f(y):\n    return lambda: y\nx = f(1)()",
    "a lambda with a default": "x = (lambda y=1: y)()",
    "a text made of parts": "x = len(f'a{\"b\"}' + 'c') - 2",
    "a template with numbers": "x = len('{} {{{}}}'.format('a', 'b')) - 4",
    "a template with names": "x = len('{a}{0}{a}'.format('b', a='c')) - 2",
    "a template with a splat": "x = len('{}{a}'.format(*['b'], **{'a': 'c'})) - 1",
    "a template of the old kind": "x = len('%s%% %d' % ('a', 2)) - 3",
    "a template of the old kind with one argument": "x = 1 if '%s' % 'a' == 'a' else 2",
    "a template of the old kind with names": "x = len('%(a)s%(b)s' % {'a': 'b', 'b': 'c'}) - 1",
    "a text by join of constants": "x = 1 if 'a' in 'abc'.upper().lower() else 2",
    "a comparison": "x = 1 if 3 >= 2 != 1 else 2",
    "a boolean operator": "x = False or 1",
    "not": "x = 1 if not None else 2",
}
CALLS = {
    "a function": "def f():\n    return 1\nx = f()",
    "a main function": "def main():\n    global x\n    x = 1\nif __name__ == '__main__':\n    main()",
    "a helper of a helper": "def f(y):\n    return y\ndef g(y):\n    return f(y)\nx = g(1)",
    "a default": "def f(y=1):\n    return y\nx = f()",
    "a keyword": "def f(z, y):\n    return y\nx = f(y=1, z=2)",
    "a keyword-only parameter": "def f(*, y=2):\n    return y\nx = f(y=1)",
    "a positional-only parameter": "def f(y, /):\n    return y\nx = f(1)",
    "positions that are handed on": "def f(a, y):\n    return y\ndef g(*args):\n    return f(*args)\nx = g(2, 1)",
    "keywords that are handed on": "def f(y):\n    return y\ndef g(**kwargs):\n    return f(**kwargs)\nx = g(y=1)",
    "a splat of a dict": "def f(y):\n    return y\nx = f(**{'y': 1})",
    "a splat of dict()": "def f(y):\n    return y\nx = f(**dict(y=1))",
    "a splat of a merged dict": "def f(y):\n    return y\nx = f(**{**{'y': 2}, 'y': 1})",
    "a splat of a dict that was updated": "def f(y):\n    return y\nd = {}\nd.update({'y': 1})\nx = f(**d)",
    "a splat of a dict with |": "def f(y):\n    return y\nx = f(**({'y': 2} | {'y': 1}))",
    "a splat of a dict with |=": "def f(y):\n    return y\nd = {'y': 2}\nd |= {'y': 1}\nx = f(**d)",
    "a splat of a dict that was set": "def f(y):\n    return y\nd = {}\nd['y'] = 1\nx = f(**d)",
    "a splat of a list": "def f(a, y):\n    return y\nx = f(*[2, 1])",
    "a partial": "import functools\ndef f(a, y):\n    return y\nx = functools.partial(f, 2)(1)",
    "a partial with a keyword": "from functools import partial\ndef f(a, y):\n    return y\nx = partial(f, y=1)(2)",
    "an early return": "def f(y):\n    if y:\n        return 1\n    return 2\nx = f(3)",
    "recursion with an end in sight": "def f(n):\n    return 1 if n == 0 else f(n - 1)\nx = f(1)",
    "a decorator of the script": "def d(f):\n    return f\n@d\ndef g():\n    return 1\nx = g()",
    "a decorator that wraps": """
import functools
def d(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner
@d
def g(y):
    return y
x = g(1)
""",
    "a decorator with arguments": "def d(n):\n    return lambda f: f\n@d(3)\ndef g():\n    return 1\nx = g()",
    "torch.no_grad": "import torch\n@torch.no_grad()\ndef g():\n    return 1\nx = g()",
    "lru_cache": "import functools\n@functools.lru_cache(maxsize=None)\ndef g():\n    return 1\nx = g()",
    "a function out of a dict": "x = {'a': lambda: 1}['a']()",
    "an async function": """
import asyncio
async def f():
    return 1
async def g():
    global x
    x = await f()
g()
""",
}
CLASSES = {
    "an attribute": "class C:\n    def __init__(self):\n        self.y = 1\nx = C().y",
    "a class attribute": "class C:\n    y = 1\nx = C().y",
    "a class attribute through the class": "class C:\n    y = 1\nx = C.y",
    "a method": "class C:\n    def f(self):\n        return 1\nx = C().f()",
    "a method that calls another one": """
class C:
    def f(self):
        return self.g()
    def g(self):
        return 1
x = C().f()
""",
    "an attribute that a method sets": """
class C:
    def set(self):
        self.y = 1
c = C()
c.set()
x = c.y
""",
    "a static method": "class C:\n    @staticmethod\n    def f(y):\n        return y\nx = C.f(1)",
    "a class method": "class C:\n    y = 1\n    @classmethod\n    def f(cls):\n        return cls.y\nx = C.f()",
    "a class method that makes an object": """
class C:
    def __init__(self, y):
        self.y = y
    @classmethod
    def make(cls):
        return cls(1)
x = C.make().y
""",
    "a property": "class C:\n    @property\n    def y(self):\n        return 1\nx = C().y",
    "a cached property": """
import functools
class C:
    @functools.cached_property
    def y(self):
        return 1
x = C().y
""",
    "inheritance": "class A:\n    def f(self):\n        return 1\nclass B(A):\n    pass\nx = B().f()",
    "overriding": """
class A:
    def f(self):
        return 2
class B(A):
    def f(self):
        return 1
x = B().f()
""",
    "super().__init__": """
class A:
    def __init__(self, y):
        self.y = y
class B(A):
    def __init__(self):
        super().__init__(1)
x = B().y
""",
    "super() of a grandparent": """
class A:
    def f(self):
        return 1
class B(A):
    pass
class C(B):
    def f(self):
        return super().f()
x = C().f()
""",
    "the order of two bases": "class A:\n    y = 1\nclass B:\n    y = 2\nclass C(A, B):\n    pass\nx = C().y",
    "a diamond": """
class A:
    y = 2
class B(A):
    pass
class C(A):
    y = 1
class D(B, C):
    pass
x = D().y
""",
    "super() in a diamond": """
class A:
    def f(self):
        return 2
class B(A):
    def f(self):
        return super().f()
class C(A):
    def f(self):
        return 1
class D(B, C):
    pass
x = D().f()
""",
    "__call__": "class C:\n    def __call__(self):\n        return 1\nx = C()()",
    "__getitem__": "class C:\n    def __getitem__(self, key):\n        return key\nx = C()[1]",
    "__enter__": """
class C:
    y = 1
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
with C() as c:
    x = c.y
""",
    "a dataclass": "from dataclasses import dataclass\n@dataclass\nclass C:\n    y: int = 1\nx = C().y",
    "a dataclass with an argument": """
from dataclasses import dataclass
@dataclass
class C:
    y: int = 2
x = C(y=1).y
""",
    "a frozen dataclass": """
from dataclasses import dataclass
@dataclass(frozen=True)
class C:
    y: int = 1
x = C().y
""",
    "a dataclass that inherits": """
from dataclasses import dataclass, field
@dataclass
class A:
    y: int = field(default=1)
@dataclass
class B(A):
    z: int = 2
x = B().y
""",
    "a dataclass that sets an attribute after": """
from dataclasses import dataclass
@dataclass
class C:
    y: int = 2
    def __post_init__(self):
        self.y = 1
x = C().y
""",
    "an abstract base": "import abc\nclass A(abc.ABC):\n    y = 1\nclass B(A):\n    pass\nx = B().y",
    "getattr and setattr": "class C:\n    pass\nc = C()\nsetattr(c, 'y', 1)\nx = getattr(c, 'y')",
    "an object in an object": "class C:\n    pass\nc = C()\nc.d = C()\nc.d.y = 1\nx = c.d.y",
}


@pytest.mark.parametrize("code", (NAMES | CALLS | CLASSES).values(), ids=(NAMES | CALLS | CLASSES).keys())
def test_it_is_followed(code: str) -> None:
    assert known("x", code) == 1


UNKNOWN = {
    "a template with an argument that is missing": "x = 1 if '{} {}'.format(1) == '1 2' else 2",
    "a template with a width": "x = len('{:>3}'.format('a')) - 2",
    "a template that was read": "x = 1 if open('x').read().format(1) == '1' else 2",
    "a template of the old kind with a precision": "x = len('%.1f' % 2.0) - 2",
    "a template of the old kind with arguments that were read": "import lib\nx = len('%s' % lib.read())",
    "an option of argparse is never its default": """
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--y", default=1)
x = parser.parse_args().y
""",
    "an argument of HfArgumentParser is never its default": """
from dataclasses import dataclass
from transformers import HfArgumentParser
@dataclass
class Options:
    y: int = 1
(options,) = HfArgumentParser(Options).parse_args_into_dataclasses()
x = options.y
""",
    "an argument of TrlParser is never its default": """
from dataclasses import dataclass
from trl import TrlParser
@dataclass
class Options:
    y: int = 1
options, = TrlParser((Options,)).parse_args_and_config()
x = options.y
""",
    "the environment": "import os\nx = os.environ.get('y', 1)",
    "getenv": "import os\nx = os.getenv('y', 1)",
    "a YAML file": "import yaml\nx = yaml.safe_load(open('a.yaml')).get('y', 1)",
    "a JSON file": "import json\nx = json.load(open('a.json')).get('y', 1)",
    "sys.argv": "import sys\nx = sys.argv[1] if len(sys.argv) > 1 else 1",
    "a parameter of a fire command": "import fire\ndef main(y=1):\n    global x\n    x = y\nx = 1\nfire.Fire(main)",
    "a parameter of a click command": """
import click
x = 1
@click.command()
@click.option("--y", default=1)
def main(y=1):
    global x
    x = y
    return y
x = main()
""",
    "a class whose base is not known": "import lib\nclass C(lib.Base):\n    y = 1\nx = C().y",
    "a mixin that may override": """
import lib
class A:
    def f(self):
        return 1
class B(lib.Mixin, A):
    pass
x = B().f()
""",
    "an object whose attributes are made": """
class C:
    y = 1
    def __getattribute__(self, name):
        return 2
x = C().y
""",
    "a property with a setter": """
class C:
    @property
    def y(self):
        return self._y
    @y.setter
    def y(self, value):
        self._y = unknown(value)
c = C()
c.y = 1
x = c.y
""",
    "an attribute after an unknown function had the object": """
import lib
class C:
    y = 1
c = C()
lib.change(c)
x = c.y
""",
    "a function behind an unknown decorator": "import lib\n@lib.d\ndef f():\n    return 1\nx = f()",
}


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_it_is_not_known(code: str) -> None:
    assert known("x", code) is ...


IMPORTS = {
    "a module alias": "import transformers as hf\ncollator = hf.DataCollatorForSeq2Seq(tokenizer)",
    "a name alias": "from transformers import DataCollatorForSeq2Seq as C\ncollator = C(tokenizer)",
    "a submodule": """
from transformers.data.data_collator import DataCollatorForSeq2Seq
collator = DataCollatorForSeq2Seq(tokenizer)
""",
    "a dotted module": """
import transformers.data.data_collator
collator = transformers.data.data_collator.DataCollatorForSeq2Seq(tokenizer)
""",
    "a class in a variable": "Kind = DataCollatorForSeq2Seq\ncollator = Kind(tokenizer)",
    "a class in a dict": "kinds = {'a': DataCollatorForSeq2Seq}\ncollator = kinds['a'](tokenizer)",
    "a fallback import": """
try:
    from transformers import DataCollatorForSeq2Seq
except ImportError:
    DataCollatorForSeq2Seq = None
collator = DataCollatorForSeq2Seq(tokenizer)
""",
    "an import inside a function": """
def make():
    from transformers import DataCollatorForSeq2Seq
    return DataCollatorForSeq2Seq(tokenizer)
collator = make()
""",
}


@pytest.mark.parametrize("body", IMPORTS.values(), ids=IMPORTS.keys())
def test_imports_are_followed(body: str) -> None:
    assert found(body)
