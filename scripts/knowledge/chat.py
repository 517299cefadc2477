"""chat_parts.json: the markers between which the user and the assistant speak.

The markers and the names of the templates are read from the unsloth wheel. Which checkpoints belong
to a template is written by hand as patterns (chat_families.json) and checked here against the
wheel's own list of names, which is not copied.
"""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lossguard.libraries.extractor.source import parse
from scripts.knowledge import readings, wheels

MAPPINGS = "studio/backend/utils/datasets/model_mappings.py"
TEMPLATES = "unsloth/chat_templates.py"
CURATED = Path(__file__).with_name("chat_families.json")


def build() -> dict[str, Any]:
    wheel = wheels.find("unsloth", readings.UNSLOTH[-1])
    curated: dict[str, Any] = json.loads(CURATED.read_text("utf-8"))
    mappings = parse(wheel.text(MAPPINGS))
    templates = _templates(literal(mappings, "TEMPLATE_TO_RESPONSES_MAPPER"), curated)
    aliases = {**_aliases(parse(wheel.text(TEMPLATES)), templates), **curated["aliases"]}
    return {
        "source": f"unsloth {wheel.version} wheel: {MAPPINGS}, {TEMPLATES}; the rest by hand",
        "formats": curated["formats"],
        "templates": templates,
        "aliases": aliases,
        "families": curated["families"],
    }


def _templates(responses: Any, curated: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        name: {"instruction": parts["instruction"], "response": parts["response"], "format": curated["format_of"][name]}
        for name, parts in responses.items()
    }
    return {**found, **curated["templates"]}


def literal(tree: ast.Module, name: str) -> Any:
    """The value of a module-level literal."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    raise LookupError(name)


def _aliases(tree: ast.Module, templates: Mapping[str, Any]) -> dict[str, str]:
    """Names of ``get_chat_template`` that stand for a template with known markers."""
    variable = dict(template_variables(tree))
    found: dict[str, str] = {}
    for name, holder in variable.items():
        if name in templates:
            continue
        known = [other for other in variable if other in templates and variable[other] == holder]
        known += [other for other in templates if _plain(other) == _plain(name)]
        if known:
            found[name] = known[0]
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_. ]", "", name)


def template_variables(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(template name, variable that holds its text) for every ``CHAT_TEMPLATES[name] = …``."""
    seen: dict[str, str] = {}
    for node in tree.body:
        # for version in ("llama-3.2", "llama-3.3"): CHAT_TEMPLATES[version] = CHAT_TEMPLATES["llama-3.1"]
        loop = node if isinstance(node, ast.For) else None
        for item in loop.body if loop else [node]:
            if not isinstance(item, ast.Assign) or not _is_table(item.targets[0]):
                continue
            variable = _variable(item.value, seen)
            for name in _keys(item.targets[0], loop):
                seen[name] = variable
                yield name, variable


def _is_table(node: ast.expr) -> bool:
    return isinstance(node, ast.Subscript) and ast.unparse(node.value) == "CHAT_TEMPLATES"


def _keys(target: ast.expr, loop: ast.For | None) -> list[str]:
    assert isinstance(target, ast.Subscript)
    if isinstance(target.slice, ast.Constant):
        return [str(target.slice.value)]
    return list(ast.literal_eval(loop.iter)) if loop else []


def _variable(value: ast.expr, seen: Mapping[str, str]) -> str:
    if isinstance(value, ast.Tuple):
        return ast.unparse(value.elts[0])
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant):
        return seen[str(value.slice.value)]
    return ast.unparse(value)


def disagreements() -> Iterator[str]:
    """Checkpoints that the wheel gives to another template than the patterns do, or the patterns miss."""
    built = build()
    wheel = wheels.find("unsloth", readings.UNSLOTH[-1])
    listed = literal(parse(wheel.text(MAPPINGS)), "TEMPLATE_TO_MODEL_MAPPER")
    for template, checkpoints in listed.items():
        for checkpoint in sorted(set(checkpoints)):
            chosen = [row["template"] for row in built["families"] if _matches(row, checkpoint)]
            if chosen[:1] != [template]:
                yield f"{checkpoint}: wheel says {template}, patterns say {chosen or 'nothing'}"


def _matches(row: Mapping[str, Any], checkpoint: str) -> bool:
    return any(re.fullmatch(pattern, checkpoint.lower()) for pattern in row["patterns"])


def problems(built: Mapping[str, Any]) -> Iterator[str]:
    """Markers that do not occur in the conversation their format renders."""
    for name, template in built["templates"].items():
        samples = built["formats"][template["format"]]
        for part in ("instruction", "response"):
            if not any(template[part] in sample for sample in samples):
                yield f"{name}: {template[part]!r} is not in the sample of {template['format']}"
