"""Parts of sentences, so that they can be translated as the sentences are.

What stopped the analysis is told as a short text. What varies in such a text stands in backticks: the rest is the
template that is translated.
"""

import re
from collections.abc import Sequence

from lossguard.findings.finding import Message

Words = str | Message

OR = "{one} or {other}"
COMMA = "{one}, {other}"
OF_NAME = "`{name}`: {reason}"

_NAMED = re.compile(r"`([^`]*)`")
_ARGUMENTS = "abcdef"


def phrase(text: Words) -> Message:
    """A text with its parts in backticks as arguments: "the result of `{a}` is not followed"."""
    if isinstance(text, Message):
        return text
    arguments: dict[str, Words] = {}
    template, end = "", 0
    for found in _NAMED.finditer(text):
        if len(arguments) == len(_ARGUMENTS):
            break
        name = _ARGUMENTS[len(arguments)]
        arguments[name] = found.group(1)
        template += f"{_escaped(text[end : found.start()])}`{{{name}}}`"
        end = found.end()
    return Message(template + _escaped(text[end:]), arguments)


def either(parts: Sequence[Words]) -> Words:
    return _joined(OR, parts)


def listed(parts: Sequence[Words]) -> Words:
    return _joined(COMMA, parts)


def _joined(template: str, parts: Sequence[Words]) -> Words:
    joined = parts[0]
    for part in parts[1:]:
        joined = Message(template, {"one": joined, "other": part})
    return joined


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
