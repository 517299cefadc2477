"""What the parts of the probe share during one run: the plan, the way out, and where each object came from."""

import contextlib
import functools
import traceback
from collections.abc import Iterator
from typing import Any, Callable, Optional

from .channel import Channel
from .frames import Frames
from .importing import ImportHooks
from .lineage import Lineage
from .protocol import Plan, Site


class Session:
    def __init__(self, plan: Plan, channel: Channel) -> None:
        self.plan = plan
        self.channel = channel
        self.frames = Frames(plan["roots"], [unit["file"] for unit in plan["units"]], plan["mirror"])
        self.hooks = ImportHooks(self.fault)
        self.lineage = Lineage()
        self.loop: Any = None
        """The watch over loops written by hand."""
        self.build: Any = None
        """`PreTrainedModel._from_config` as the library has it."""
        self.models: list[Any] = []
        """Models that the script has loaded, in order."""
        self.tokenizers: list[Any] = []
        self._origins: dict[int, dict[str, Site]] = {}
        self._kept: list[Any] = []
        self._reported: list[str] = []

    @property
    def tiny(self) -> bool:
        return self.plan["mode"] == "tiny"

    @property
    def on_cpu(self) -> bool:
        return self.plan["device"] == "cpu"

    # --- where things came from --------------------------------------------------------------------

    def remember(self, thing: Any, role: str, site: Optional[Site]) -> None:
        """Note where an object was made or changed. It is kept alive, so that its id is not given again."""
        if site is None:
            return
        self._origins.setdefault(id(thing), {})[role] = {**site, "role": role}
        self._kept.append(thing)

    def origin(self, thing: Any, role: str) -> Optional[Site]:
        return self._origins.get(id(thing), {}).get(role)

    # --- messages ----------------------------------------------------------------------------------

    def phase(self, name: str, detail: str = "") -> None:
        if name not in self._reported:
            self._reported.append(name)
            self.channel.send("phase", phase=name, detail=detail)

    def changed(self, what: str, before: Any, after: Any, why: str, site: Optional[Site]) -> None:
        """Tell that something differs from the real run; the same thing at the same place once."""
        key = f"{what} {site and (site['file'], site['line'], site.get('column'))}"
        if key not in self._reported:
            self._reported.append(key)
            self.channel.send("change", what=what, before=shown(before), after=shown(after), why=why, site=site)

    def fault(self, where: str, error: BaseException) -> None:
        """A mistake of the probe itself: told as such, never as one of the script."""
        lines = traceback.format_exception(type(error), error, error.__traceback__)
        self.channel.send("fault", where=where, error=repr(error), traceback="".join(lines)[-4000:])

    @contextlib.contextmanager
    def guarded(self, where: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # noqa: BLE001 - see `fault`
            self.fault(where, error)


def shown(value: Any) -> str:
    """A value in a few words."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 120 else text[:119] + "…"


def wrap(owner: Any, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Replace a method or function by what ``make`` makes of it; class and static methods stay such."""
    found = owner.__dict__.get(name, None)
    if found is None:
        found = getattr(owner, name)
    kind = type(found) if isinstance(found, (classmethod, staticmethod)) else None
    original = found.__func__ if kind else found
    replaced = functools.wraps(original)(make(original))
    setattr(owner, name, kind(replaced) if kind else replaced)
