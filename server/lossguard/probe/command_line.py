"""The script's own command line: if it is refused, what it takes is told, enough for a form."""

from typing import Any, Callable

from .session import Session, wrap


def install(session: Session) -> None:
    session.hooks.after("argparse", lambda module: _patch(session, module.ArgumentParser))


def _patch(session: Session, parser_class: Any) -> None:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def error(self: Any, message: str) -> Any:
            with session.guarded("reading the script's command line"):
                session.channel.send(
                    "arguments",
                    message=message,
                    site=session.frames.here("command-line"),
                    options=[_option(action) for action in self._actions if action.dest != "help"],
                )
            return original(self, message)

        return error

    wrap(parser_class, "error", make)


def _option(action: Any) -> dict[str, Any]:
    default = action.default
    return {
        "flags": list(action.option_strings) or [action.dest],
        "required": bool(action.required),
        "default": "" if default is None or default == "==SUPPRESS==" else str(default),
        "choices": [str(one) for one in action.choices or ()],
        "help": action.help or "",
    }
