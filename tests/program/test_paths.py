"""*Must*: what holds on one path only is no fact; what holds on all of them is.

Each script leaves ``x`` to something that is not visible. ``...`` means: not known.
"""

import pytest

from tests.program.scripts import known

UNKNOWN = {
    "if": "x = 1\nif unknown:\n    x = 2",
    "if without an assignment before": "if unknown:\n    x = 1\nelse:\n    x = 2",
    "a conditional expression": "x = 1 if unknown else 2",
    "or": "x = unknown or 1",
    "and": "x = 1\nunknown and (x := 2)",
    "a chained comparison": "x = 1\n0 < unknown < (x := 2)",
    "for": "x = 1\nfor _ in unknown:\n    x = 2",
    "for with break and else": """
x = 1
for item in [1, 2]:
    if unknown:
        break
else:
    x = 2
""",
    "while with break and else": """
x = 1
while unknown:
    if unknown():
        break
else:
    x = 2
""",
    "three variables in a row, pass by pass": """
x, y, z, w = 1, 1, 1, 2
for _ in unknown:
    x = y
    y = z
    z = w
""",
    "continue": "x = 1\nfor item in unknown:\n    if item:\n        continue\n    x = 2",
    "try": "x = 1\ntry:\n    unknown()\n    x = 2\nexcept Exception:\n    pass",
    "the middle of a try": """
x = 1
try:
    x = 2
    unknown()
    x = 1
except Exception:
    pass
""",
    "a try that raises": """
x = 1
try:
    if unknown:
        x = 2
        raise ValueError
except ValueError:
    pass
""",
    "a function that raises inside a try": """
x = 1
def fail():
    global x
    x = 2
    raise ValueError
try:
    if unknown:
        fail()
except ValueError:
    pass
""",
    "an inner try that does not catch": """
x = 1
try:
    try:
        x = 2
        unknown()
        x = 1
    except KeyError:
        x = 1
except Exception:
    pass
""",
    "suppressed exceptions": """
import contextlib
x = 1
with contextlib.suppress(Exception):
    unknown()
    x = 2
""",
    "match": "x = 1\nmatch unknown:\n    case 1:\n        x = 2",
    "a comprehension": "x = 1\n[x := 2 for _ in unknown]",
    "the condition of a comprehension": "x = 1\n[item for item in unknown if (x := 2)]",
    "a generator function": """
x = 1
def go():
    global x
    x = 2
    yield
items = go()
""",
    "the middle of a generator function": """
x = 1
def go():
    global x
    x = 2
    yield
    x = 1
items = go()
""",
    "map": "x = 1\ndef f(item):\n    global x\n    x = 2\nlist(map(f, unknown))",
    "a function with two returns": "def f():\n    if unknown:\n        return 1\n    return 2\nx = f()",
    "one of two functions": "f = (lambda: 1) if unknown else (lambda: 2)\nx = f()",
    "one of two keys": "d = {'a': 1, 'b': 2}\nx = d[unknown]",
    "an attribute that only one path sets": """
class C:
    x = 1
c = C()
if unknown:
    c.x = 2
x = c.x
""",
    "a key that only one path sets": "d = {'a': 1}\nif unknown:\n    d['a'] = 2\nx = d.get('a')",
    "a key that a default may replace": "d = {}\nif unknown:\n    d['a'] = 2\nx = d.get('a', 1)",
    "a keyword that may not be given": """
kwargs = {}
if unknown:
    kwargs['x'] = 2
def f(x=1):
    return x
x = f(**kwargs)
""",
    "a list of which an item may be missing": "xs = [1]\nif unknown:\n    xs.insert(0, 2)\nx = xs[0]",
    "what an imported name is": "from settings import NAME\nx = 1\nif NAME is None:\n    x = 2",
    "an attribute that is not known": """
from transformers import TrainingArguments
args = TrainingArguments("out")
x = 1 if args.resume_from_checkpoint is None else 2
""",
    "a token that not every tokenizer has": """
from transformers import AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
x = 1 if tokenizer.bos_token is None else 2
""",
    "the truth of an object with a truth of its own": """
class C:
    def __len__(self):
        return unknown
x = 1 if C() else 2
""",
    "the truth of a dict that may be empty": "d = {}\nif unknown:\n    d['a'] = 1\nx = 1 if d else 2",
    "identity of equal texts": "x = 1 if 'a b' is 'a b' else 2",
    "getattr with a default": "import settings\nx = getattr(settings, 'x', 1)",
    "a name of a module that is not known": "x = 1\nfrom settings import *",
    "an item of a set": "x = list({3, 1, 2})[0]",
    "a sort by a key": "xs = [1, 2]\nxs.sort(key=unknown)\nx = xs[0]",
    "a shuffle": "import random\nxs = [1, 2]\nrandom.shuffle(xs)\nx = xs[0]",
    "a value from a splat": "def f(x=1):\n    return x\nx = f(**unknown)",
    "a value from positions in a splat": "def f(a=1, x=1):\n    return x\nx = f(*unknown)",
    "a number with a format": "x = f'{1:03d}'",
    "a repr": "x = f'{1!r:>4}'",
    "a division by nothing": "x = 1 / 0",
}


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_it_is_not_known(code: str) -> None:
    assert known("x", code) is ...


KNOWN = {
    "both sides agree": "if unknown:\n    x = 1\nelse:\n    x = 1",
    "the other side ends": "x = 1\nif unknown:\n    x = 2\n    raise SystemExit",
    "the other side of a conditional expression ends": """
def fail():
    raise ValueError
x = 1 if unknown else fail()
""",
    "a condition that is known": "x = 1 if 2 > 1 else 2",
    "an else behind no break": "x = 2\nfor item in [1, 2]:\n    pass\nelse:\n    x = 1",
    "a break in all cases": "x = 1\nfor item in [1, 2]:\n    break\nelse:\n    x = 2",
    "a loop over known items": "x = 0\nfor item in [1, 1, -1]:\n    x += item",
    "a loop with continue": "x = 0\nfor item in [2, 1]:\n    if item == 2:\n        continue\n    x = item",
    "a while that always ends the same": "while True:\n    x = 1\n    break",
    "finally": "try:\n    unknown()\nfinally:\n    x = 1",
    "finally behind a return": """
x = 2
def f():
    global x
    try:
        return unknown()
    finally:
        x = 1
f()
""",
    "finally behind a break": """
x = 2
for item in [1]:
    try:
        break
    finally:
        x = 1
""",
    "an import that may fail and then falls back to the same": """
try:
    import lib
    x = 1
except ImportError:
    x = 1
""",
    "numbers in a dict": "x = {0: 'a', 1: 1}[1]",
    "keys that are numbers": "x = 0\nfor key, value in {1: 'a'}.items():\n    if key == 1:\n        x = 1",
    "a number and its text are two keys": "x = {1: 1, '1': 2}[1]",
    "the length of a set": "x = len({'a', 'a'})",
    "the length of a set of a list": "x = len(set(['a', 'a']))",
    "sorted": "x = sorted([3, 1, 2])[0]",
    "reversed": "x = list(reversed([2, 1]))[0]",
    "reverse in place": "xs = [2, 1]\nxs.reverse()\nx = xs[0]",
    "sort in place": "xs = [2, 1]\nxs.sort()\nx = xs[0]",
    "enumerate with a start": "for index, item in enumerate(['a'], start=1):\n    x = index",
    "enumerate with a start by position": "for index, item in enumerate(['a'], 1):\n    x = index",
    "a list that grows in place": "xs = []\nys = xs\nys += [1]\nx = xs[0]",
    "a dict that is updated by a list of pairs": "d = {}\nd.update([('a', 1)])\nx = d['a']",
    "a dict that is updated by keywords": "d = {}\nd.update(a=1)\nx = d['a']",
    "a walrus in a comprehension": "ys = [(x := item) for item in [2, 1]]",
}


@pytest.mark.parametrize("code", KNOWN.values(), ids=KNOWN.keys())
def test_it_is_known(code: str) -> None:
    assert known("x", code) == 1
