"""Both parsers give the same nodes: the running Python's, which is quick, and libcst, which knows newer syntax."""

import subprocess
import sys

import pytest

from lossguard.syntax.source import NotTakenError
from lossguard.syntax.tree import Tree
from lossguard.text.document import Part
from tests.syntax.reading import by_libcst_alone, by_running_python, shape

LINES = r"""
x = ()
y = ( )
z = (a,)
w = ((a),)
v = ((a), (b))
u = (a), (b)
t = ((a), b), c
s = f((a))(b)((c), (d))
r = f((x for x in y))
q = f(x for x in (y))
p = (f)((a), *(b), **(c), d=(e))
n = a[1:2, ::3, (1, 2), ...]
m = a[(1, 2)]
l = a[1 : ]
l = a[1 : : ]
l = a[ : ]
l = a[ :: 2 ]
l = a[a : b : ]
def नमस्ते(a): pass
class ที่(a): pass
def a·b(x): pass
k = a[ 1 : 2 ]
j = a[1,]
i = a and (b) and (c or (d)) and e
h = a or b or (c)
class A((B), (metaclass)): pass
class B( (C) , x=(1) ): pass
class C(): pass
async  def   g ( ) : pass
def k2(*args: int, x: (int) = 3): return lambda *a, b=(1): (yield)
(a)
(a).b
((a)).b((c)).d
del (a, b), c
del (a, b)
del a, b
del [a, b]
for (a, b) in (c, d): pass
for a, b in c, d: pass
with (a), (b) as (c): pass
with (a as b, c as (d, e)): pass
print((yield))
x = *a, b
a = (*a, *(b))
{**(a), (b): (c)}
{*a, (b)}
x = [(a) for (b) in (c) if (d) if (e)]
g = ((a) for b in c if (d))
g = ( (a) for b in c if (d) )
x = y = (z)
x: (int) = (3)
assert (a), (b)
raise (A) from (B)
x = (yield a)
x = not (a)
x = (a) if (b) else (c)
x = (a := (b))
f(a := 1)
f((a := 1))
x = "a" 'b' f"{c}" "d"
x = f"{lambda_ if (lambda: 1) else {'a': 1}['a']!r}"
x = f"{a!=b} {a==b} {a>=b} {x:=^10}"
x = f'{a["b"]:{c["d"]}}' f"{'é'}é{ü}" 'é', z
é = ü(é=1, **ü)
x = f"{a}{b}"; y = f""; z = f"a" ""
x = f"{ (a, b) } {a, b} {*a, b} {(yield)}"
f(*a, b, *c, d=1, *e, **g)
f(a, b=1, *c)
f(a, b, )
global qq, rr
lambda: (a, b)
x = a if b else c,
x = -1 ** -2
x = (a)[(b)]
x = (a)(b)
x = (a)(b for c in d)
x = a < (b) < c
import a.b.c as d, e
from . import (a, b as c,)
from .a import *
"""
BLOCKS = [
    "o = f( # x (\n  (a), # y )\n  ( # z\n    b # w\n  ),\n)",
    "@(dec)\ndef f(a, /, b, *, c=(1), **d): pass",
    "if (a): b; c;\nelif (d): e\nelse: f;",
    "try: a\nexcept (B): c\nexcept (B, C) as d: e;\nfinally: f",
    "match (x):\n    case (a): pass\n    case [a, (b)], c if (d): pass ;",
    'match x:\n    case {"a": b, **c} | D(e, f=(g)) as h: pass',
    "l = a[\n  -f(b) :\n  ].c",
    "match x, y:\n    case (1 | 2), _: pass",
    "match (x, y),:\n    case _: pass",
    'x = ("a"\n  f"{b!r:>{w}} {{}} {c=} {d = !s} {e[\'k\']:%Y-%m} {f(1, 2)}"\n  rf"\\d{g}" "" if 0 else b"a" b"b")',
    'x = f"""\n{a\n} {\n b} {c:{d}{e}} \\N{EN DASH} \\{f}\n"""',
    "f(a\n  , b)",
    "while (a): b\nelse: c",
    "async def f():\n    async for (a) in (b): c\n    async with (a) as b, c: d",
    "async def f():\n    await (a)\n    return (await b)\n    [a async for a in b]",
]
WRITTEN = {
    "as it is": "{}\n",
    "without a last line end": "{}",
    "with other line ends": "{}\r\n",
    "behind a mark and a wide comment": "\ufeff# ü\n{}\n",
    "behind a form feed": "x = 'ü'\n\f{}\n",
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN.keys())
@pytest.mark.parametrize("code", [*LINES.strip().splitlines(), *BLOCKS])
def test_it_is_the_same(code: str, written: str) -> None:
    text = written.replace("{}", code)
    if "\r" in written:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    assert shape(by_running_python(text)) == shape(by_libcst_alone(text))


def test_syntax_that_the_running_python_does_not_have_is_read_all_the_same() -> None:
    text = "x = t'{a}'\ny = f(x)\n"  # of Python 3.14
    if sys.version_info < (3, 14):
        with pytest.raises(NotTakenError):
            by_running_python(text)
    tree = Tree(Part("a.py", text))
    tree.refresh()
    assert [statement.place.source for statement in tree.statements] == ["x = t'{a}'", "y = f(x)"]
    tree.part.text = text.replace("{a}", "{ab}")
    tree.refresh(hasty=True)  # newer syntax is reckoned with where there was some
    assert not tree.broken
    assert tree.statements[0].place.source == "x = t'{ab}'"


def test_a_hasty_look_leaves_newer_syntax_for_when_typing_rests() -> None:
    tree = Tree(Part("a.py", "x = 1\ny = 2\n"))
    tree.refresh()
    tree.part.text = "x = t'{a}'\ny = 2\n"
    tree.refresh(hasty=True)
    assert tree.broken == (sys.version_info < (3, 14))
    assert tree.settled is not tree.broken
    tree.refresh()
    assert not tree.broken


def test_libcst_is_not_loaded_for_what_the_running_python_takes() -> None:
    code = (
        "import sys; from lossguard.check import check; from lossguard.text.document import Document\n"
        "check(Document.script('a.py', 'x = 1'))\n"
        "print('libcst' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "False"
