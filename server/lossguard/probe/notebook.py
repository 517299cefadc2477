"""What a notebook has besides its code: names that IPython brings, and `await` outside of functions."""

import __future__

import ast
import asyncio
import inspect
from typing import Any

_FUTURE = 0
for _name in __future__.all_feature_names:
    _FUTURE |= getattr(__future__, _name).compiler_flag


class Cells:
    """Runs the cells of one notebook; what a cell imports from `__future__` holds for those behind it."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self._namespace = namespace
        self._flags = 0
        namespace.update(display=_display, get_ipython=_Shell)

    def run(self, code: str, file: str) -> None:
        """Raises whatever the cell raises."""
        compiled = compile(code, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT | self._flags, dont_inherit=True)
        self._flags |= compiled.co_flags & _FUTURE
        result = eval(compiled, self._namespace)  # noqa: S307 - it is what a dry run does
        if compiled.co_flags & inspect.CO_COROUTINE:
            asyncio.new_event_loop().run_until_complete(result)


class _Shell:
    """Stands in for IPython's shell: magics do nothing, as in the source, where they are blanked out."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *values, **options: None


def _display(*values: Any, **_options: Any) -> None:
    for value in values:
        print(value)
