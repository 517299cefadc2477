"""The cheap reading of a source gives what parsing all of it gives."""

import ast
import asyncio
import email
import unittest
from pathlib import Path
from textwrap import dedent

import pytest

from lossguard.libraries.extractor import source
from lossguard.libraries.extractor.outline import Outline
from lossguard.libraries.extractor.source import Module, fields, read_module

PACKAGES = (asyncio, email, unittest)
FILES = sorted(path for package in PACKAGES for path in Path(str(package.__file__)).parent.rglob("*.py"))


def whole(member: str, text: str, monkeypatch: pytest.MonkeyPatch) -> Module:
    with monkeypatch.context() as patch:
        patch.setattr(source, "outline", lambda text: Outline(text, {}))
        return read_module(member, text)


def assert_equal(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cheap, real = read_module("a/b.py", text), whole("a/b.py", text, monkeypatch)
    assert cheap.imports == real.imports
    assert cheap.classes == real.classes
    for name, found in real.classes.items():
        assert fields(cheap.classes[name].node) == fields(found.node)
        for node in found.node.body:
            if isinstance(node, ast.FunctionDef):
                method = cheap.classes[name].method(node.name)
                last = source.method(found.node, node.name)
                assert method is not None
                assert last is not None
                assert method.signature == source.signature(last)
                assert ast.dump(method.node) == ast.dump(last)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_real_sources(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_equal(path.read_text("utf-8"), monkeypatch)


@pytest.mark.parametrize(
    "text",
    [
        # Lines of a text that look like the end of a block.
        '''
        class A(B):
            """
        Written without an indentation
        class C(D): no class
            """
            x: int = 1
            def forward(self, a, b=(1, 2)) -> dict[
                str, int
            ]:
                """
            def forward(self): not this one
        nor this
                """
                return a
        from x import y
        ''',
        # Overloads, decorators over several lines, comments at the margin.
        """
        class A:
            @overload
            def forward(self, a: int): ...
            @deprecate(
                "old", new_name="a",
            )
            # a comment
            def forward(self, a: str = "):", *, b=None):
                x = [
                    1,
        # at the margin
                ]
                return x
        """,
        # Classes that are there under a condition only.
        """
        try:
            from a import B
        except ImportError:
            from c import B
        if x:
            class C(B):
                def forward(self, labels): return 1
        else:
            class D: pass
        class E(
            B,  # why
            metaclass=M,
        ): x: int
        """,
    ],
)
def test_odd_sources(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_equal(dedent(text), monkeypatch)


def test_of_a_method_that_cannot_be_read_the_class_stays() -> None:
    """A release may use syntax that is newer than the Python that reads it."""
    module = read_module("a.py", "class A:\n    def f(self): return 1\n\n    def forward(self):\n        !new syntax\n")
    found = module.classes["A"].method("forward")
    assert found is not None
    with pytest.raises(SyntaxError):
        _ = found.node
