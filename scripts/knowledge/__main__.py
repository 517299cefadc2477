"""``python -m scripts.knowledge fetch | build | check | report``, from the root of the repository."""

import argparse
import gc
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.knowledge import chat, gates, models, readings, signatures, wheels, writing

TARGET = Path("server/lossguard/libraries/knowledge")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.knowledge", description=__doc__)
    parser.add_argument("command", choices=["fetch", "build", "check", "report"])
    parser.add_argument("--only", metavar="PART", help="models, chat_parts or signatures")
    options = parser.parse_args()
    # Syntax trees are acyclic and many: collecting doubles the time and frees nothing.
    gc.disable()
    if options.command == "fetch":
        return fetch()
    if options.command == "report":
        return report()
    rendered = dict(parts(options.only))
    return write(rendered) if options.command == "build" else check(rendered)


def fetch() -> int:
    for distribution, versions in readings.ALL.items():
        for version in versions:
            if wheels.fetch(distribution, version):
                print(f"fetched {distribution} {version}")
    return 0


def parts(only: str | None) -> Iterator[tuple[str, str]]:
    """(file name, text) of every derived file."""
    if only in (None, "chat_parts"):
        yield "chat_parts.json", writing.render(chat.build())
    if only is None:
        yield "versions.json", writing.render({name: list(versions) for name, versions in readings.READ.items()})
    if only in (None, "signatures"):
        for name, tables in signatures.build().items():
            yield f"{name}.json", writing.render(tables)
    if only in (None, "models"):
        yield "models.json", writing.render(models.build())


def write(rendered: dict[str, str]) -> int:
    for name, text in rendered.items():
        (TARGET / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.encode()):,} bytes")
    return 0


def check(rendered: dict[str, str]) -> int:
    """Fails if a shipped file is not what the wheels in the cache give."""
    stale = [name for name, text in rendered.items() if (TARGET / name).read_text("utf-8") != text]
    for name in stale:
        print(f"{name} differs from what the wheels give: run `python -m scripts.knowledge build`")
    return 1 if stale else 0


def report() -> int:
    """What a person should look at: what is written by hand against the wheels."""
    for line in [*chat.problems(chat.build()), *chat.disagreements(), *gates.disagreements()]:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
