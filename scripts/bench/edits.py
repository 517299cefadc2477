"""Edits as people make them: each is a replacement of a range of the text as it is then."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMMENT = "# the rows of this step, as they come"
STATEMENTS = (
    "value = prepare(model, rows, rate=1e-4)",
    "dataset = dataset.map(encode, batched=True)",
    'print(f"{value} rows")',
    "if value is None: value = 3",
    "rows = [encode(row) for row in rows]",
)
NUMBER = re.compile(r"(?<![\w.\"'])[1-9](?![\w.\"'])")
LINE = re.compile(r"^( *)(?:[a-z_.]+ = |return |for |if )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edit:
    start: tuple[int, int]
    """Row and column."""
    end: tuple[int, int]
    text: str


def comments(text: str, count: int) -> Iterator[Edit]:
    return _typed(text, count, (COMMENT,))


def statements(text: str, count: int) -> Iterator[Edit]:
    return _typed(text, count, STATEMENTS)


def numbers(text: str, count: int) -> Iterator[Edit]:
    """A digit is changed and changed back."""
    chance = random.Random(1)
    places = list(NUMBER.finditer(text))
    for _ in range(-(-count // 2)):
        match = chance.choice(places)
        row, column = _position(text, match.start())
        for digit in (str(9 - int(match.group()) or 9), match.group()):
            yield Edit((row, column), (row, column + 1), digit)


def _typed(text: str, count: int, lines: tuple[str, ...]) -> Iterator[Edit]:
    """Lines are typed above others, character by character, and taken away again."""
    chance = random.Random(1)
    places = list(LINE.finditer(text))
    done = 0
    while done < count:
        match, line = chance.choice(places), chance.choice(lines)
        row, _ = _position(text, match.start())
        indent = match.group(1)
        yield Edit((row, 0), (row, 0), f"{indent}\n")
        for column, character in enumerate(line, start=len(indent)):
            yield Edit((row, column), (row, column), character)
        yield Edit((row, 0), (row + 1, 0), "")
        done += len(line) + 2


def _position(text: str, offset: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset), offset - start


KINDS: dict[str, Callable[[str, int], Iterator[Edit]]] = {
    "a comment is typed": comments,
    "a statement is typed": statements,
    "a number is changed": numbers,
}
