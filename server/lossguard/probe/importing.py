"""Callbacks that run right after a module's body, before whoever imports it goes on.

So a class is patched before the script gets hold of it, and nothing is imported that the script does not import.
"""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, Callable, Optional

Callback = Callable[[Any], None]


class ImportHooks(importlib.abc.MetaPathFinder):
    def __init__(self, fault: Callable[[str, BaseException], None]) -> None:
        self._callbacks: dict[str, list[Callback]] = {}
        self._searching: set[str] = set()
        self._fault = fault

    def after(self, name: str, callback: Callback) -> None:
        """Call back with the module of that name as soon as it has been run."""
        self._callbacks.setdefault(name, []).append(callback)

    def install(self) -> None:
        sys.meta_path.insert(0, self)
        for name in list(self._callbacks):
            if name in sys.modules:
                self.ran(sys.modules[name], name)

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]] = None, target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname not in self._callbacks or fullname in self._searching:
            return None
        self._searching.add(fullname)
        try:
            spec = importlib.util.find_spec(fullname)
        finally:
            self._searching.discard(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader, self)
        return spec

    def ran(self, module: ModuleType, name: str) -> None:
        for callback in self._callbacks[name]:
            try:
                callback(module)
            except Exception as error:  # noqa: BLE001 - a fault of ours must not become the script's
                self._fault(f"hook of {name}", error)


class _Loader(importlib.abc.Loader):
    """The module's own loader, and the callbacks after it."""

    def __init__(self, loader: Any, hooks: ImportHooks) -> None:
        self._loader = loader
        self._hooks = hooks

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> Optional[ModuleType]:
        module: Optional[ModuleType] = self._loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._hooks.ran(module, module.__name__)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)
