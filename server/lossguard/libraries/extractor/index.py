"""All modules of one wheel together, so that a base class is found across files."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from lossguard.libraries.extractor.source import Class, Module, read_module

_CLASS = re.compile(r"^ *class (\w+)", re.MULTILINE)


class Index:
    def __init__(self, modules: Iterable[Module], lost: Iterable[str] = ()) -> None:
        """``lost``: names of classes in files that cannot be read."""
        self._lost = frozenset(lost)
        self.modules = {module.name: module for module in modules}
        self._by_name: dict[str, list[Class]] = defaultdict(list)
        for module in self.modules.values():
            for found in module.classes.values():
                self._by_name[found.name].append(found)

    @classmethod
    def of(cls, sources: Iterable[tuple[str, str]]) -> "Index":
        """Of (member, text). Files that cannot be read are left out, and so is what would be found through them."""
        modules: list[Module] = []
        lost: set[str] = set()
        for member, text in sources:
            try:
                modules.append(read_module(member, text))
            except SyntaxError:
                lost.update(_CLASS.findall(text))
        return cls(modules, lost)

    def named(self, name: str) -> list[Class]:
        return self._by_name.get(name, [])

    def base(self, child: Class, name: str) -> Class | None:
        """The class that ``name`` means where ``child`` is defined."""
        module = self.modules[child.module]
        if name in module.classes and name != child.name:
            return module.classes[name]
        origin, original = module.imports.get(name, ("", name))
        candidates = [found for found in self.named(original) if found is not child]
        # A package re-exports what its modules define, hence a prefix rather than an equal name.
        near = [found for found in candidates if origin and f"{found.module}.".startswith(f"{origin}.")]
        chosen = near or ([] if origin else candidates)
        return chosen[0] if len(chosen) == 1 or near else None

    def lineage(self, start: Class) -> Iterator[Class]:
        """The class and its ancestors in this wheel, depth first and left to right, each once.

        Python's own order differs for diamonds only, of which these libraries have none that
        matter here: the first definition found is the one that runs. SyntaxError if one of them cannot be read.
        """
        seen: set[tuple[str, str]] = set()
        waiting = [start]
        while waiting:
            current = waiting.pop(0)
            if (current.module, current.name) in seen:
                continue
            seen.add((current.module, current.name))
            yield current
            if not self._lost.isdisjoint(current.bases):
                raise SyntaxError(f"a base of {current.name} cannot be read")
            parents = [self.base(current, name) for name in current.bases]
            waiting = [parent for parent in parents if parent is not None] + waiting

    def base_names(self, start: Class) -> set[str]:
        """Names of all ancestors, also of those defined elsewhere."""
        return {name for found in self.lineage(start) for name in found.bases}
