"""The settings that the editor sends: checked key by key, a bad value keeps its default."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lossguard.findings.finding import Severity

SECTION = "lossguard"
LEVELS = tuple(level.value for level in Severity)


@dataclass(frozen=True, slots=True)
class EditorSettings:
    enable: bool = True
    interpreter: str | None = None
    """The Python whose installed libraries are assumed; it is only read, never started."""
    select: tuple[str, ...] | None = None
    """Rules to run; None leaves it to the project."""
    ignore: tuple[str, ...] | None = None
    """Rules to leave out; None leaves it to the project."""
    extend_select: tuple[str, ...] = ()
    """Rules to run beside those that the project runs."""
    severity: Mapping[str, Severity] = field(default_factory=dict[str, Severity])
    """How grave rules are; the project's other entries count, too."""
    preview: bool | None = None
    """Whether rules run that may still change; None leaves it to the project."""


def parse(value: Any) -> tuple[EditorSettings, list[str]]:
    """The settings and what is wrong with them, in words for the user.

    Unknown keys are left alone: the client's own, such as those of the dry run, arrive in the same section.
    """
    if value is None or value == []:  # an empty table of Lua arrives as a list
        return EditorSettings(), []
    if not isinstance(value, Mapping):
        return EditorSettings(), [f"`{SECTION}` must be an object, not {value!r}"]
    problems: list[str] = []

    def read(key: str, fits: Callable[[Any], bool], expected: str) -> Any:
        given = value.get(key)
        if given is None or fits(given):
            return given
        problems.append(f"`{SECTION}.{key}` must be {expected}, not {given!r}")
        return None

    enable = read("enable", lambda given: isinstance(given, bool), "true or false")
    interpreter = read("interpreter", lambda given: isinstance(given, str), "a path")
    select = read("select", _is_names, "a list of rules")
    ignore = read("ignore", _is_names, "a list of rules")
    extend_select = read("extendSelect", _is_names, "a list of rules")
    severity = read("severity", _is_levels, f"an object of rules with one of {', '.join(map(repr, LEVELS))}")
    preview = read("preview", lambda given: isinstance(given, bool), "true or false")
    settings = EditorSettings(
        enable=enable is not False,
        interpreter=interpreter or None,
        select=None if select is None else tuple(select),
        ignore=None if ignore is None else tuple(ignore),
        extend_select=tuple(extend_select or ()),
        severity={rule: Severity(level) for rule, level in dict(severity or {}).items()},
        preview=preview,
    )
    return settings, problems


def _is_names(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(name, str) for name in given)


def _is_levels(given: Any) -> bool:
    # An empty table of Lua arrives as a list.
    return given == [] or (isinstance(given, Mapping) and all(level in LEVELS for level in given.values()))
