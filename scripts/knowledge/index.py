"""All modules of one wheel together, so that a base class is found across files."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scripts.knowledge.source import Class, Module, read_module


class Index:
    def __init__(self, modules: Iterable[Module]) -> None:
        self.modules = {module.name: module for module in modules}
        self._by_name: dict[str, list[Class]] = defaultdict(list)
        for module in self.modules.values():
            for found in module.classes.values():
                self._by_name[found.name].append(found)

    @classmethod
    def of(cls, sources: Iterable[tuple[str, str]], *methods: str) -> "Index":
        """Of all methods only the named ones are kept."""
        return cls(read_module(member, text, frozenset(methods)) for member, text in sources)

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
        matter here: the first definition found is the one that runs.
        """
        seen: set[tuple[str, str]] = set()
        waiting = [start]
        while waiting:
            current = waiting.pop(0)
            if (current.module, current.name) in seen:
                continue
            seen.add((current.module, current.name))
            yield current
            parents = [self.base(current, name) for name in current.bases]
            waiting = [parent for parent in parents if parent is not None] + waiting

    def base_names(self, start: Class) -> set[str]:
        """Names of all ancestors, also of those defined elsewhere."""
        return {name for found in self.lineage(start) for name in found.bases}
