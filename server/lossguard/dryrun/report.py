"""A result as JSON.

Places are objects ``{filename, cell, location, end_location}`` or null, as in ``lossguard check --output-format json``:
rows and columns count from 1, columns in code points, the end is exclusive; ``cell`` is null outside notebooks.
"""

import math
from dataclasses import asdict
from typing import Any

from lossguard.dryrun.facts import Facts
from lossguard.dryrun.result import Check, Isolation, Model, Result, Row
from lossguard.findings.finding import Finding
from lossguard.text.document import Document
from lossguard.text.place import Place

SCHEMA = 1
"""Raised with every change that a reader would not understand."""


def to_json(result: Result, document: Document) -> dict[str, Any]:
    """The result for programs; the field names are those of `Result`."""
    return {
        "schema": SCHEMA,
        "outcome": result.outcome.value,
        "summary": result.summary.text(),
        "findings": [_finding(one, document) for one in result.findings],
        "mode": result.mode,
        "device": result.device,
        "python": result.python,
        "versions": result.versions,
        "trainer": result.trainer,
        "trainer_place": _place(result.trainer_place, document),
        "model": _model(result.model, document),
        "facts": _facts(result.facts, document),
        "batch": [{"name": one.name, "shape": list(one.shape), "dtype": one.dtype} for one in result.batch],
        "rows": [_row(one) for one in result.rows],
        "supervised_share": result.supervised_share,
        "loss": _number(result.loss),
        "checks": [_check(one) for one in result.checks],
        "changes": [
            {
                "what": one.what,
                "before": one.before,
                "after": one.after,
                "why": one.why,
                "place": _place(one.place, document),
            }
            for one in result.changes
        ],
        "arguments": [asdict(one) for one in result.arguments],
        "exception": result.exception,
        "traceback": result.traceback,
        "output": result.output,
        "isolation": _isolation(result.isolation),
        "seconds": round(result.seconds, 3),
        "phases": result.phases,
        "peak_memory": result.peak_memory,
        "faults": list(result.faults),
    }


def _number(value: float | None) -> float | str | None:
    """JSON has no NaN and no infinity: they are texts."""
    return value if value is None or math.isfinite(value) else str(value)


def _finding(finding: Finding, document: Document) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message.text(),
        **_at(finding.place, document),
        "related": [{"message": one.message.text(), **_at(one.place, document)} for one in finding.related],
        "cause": {"kind": finding.cause.kind, "role": finding.cause.role, **_at(finding.cause.place, document)},
        "assumed_versions": list(finding.assumed),
        "url": finding.url,
    }


def _model(model: Model | None, document: Document) -> dict[str, Any] | None:
    if model is None:
        return None
    return {
        "kind": model.kind,
        "name": model.name,
        "parameters": model.parameters,
        "miniature_parameters": model.miniature_parameters,
        "trainable_parameters": model.trainable_parameters,
        "place": _place(model.place, document),
    }


def _facts(facts: Facts | None, document: Document) -> dict[str, Any] | None:
    if facts is None:
        return None
    return {
        "place": _place(facts.place, document),
        "trainer": facts.trainer,
        "model": facts.model,
        "labels": facts.labels,
        "collator": facts.collator,
        "arguments": facts.arguments,
        "steps": [{"place": _at(step.place, document), "columns": list(step.columns)} for step in facts.steps],
        "columns": list(facts.columns),
        "prepared": list(facts.prepared),
        "tokenizer": facts.tokenizer,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "trained": row.trained,
        "length": row.length,
        "share": row.share,
        "trained_text": row.trained_text,
        "tokens": [{"text": token.text, "kind": token.kind.value} for token in row.tokens],
    }


def _check(check: Check) -> dict[str, Any]:
    return {"code": check.code, "name": check.name, "status": check.status.value, "reason": check.reason.text()}


def _isolation(isolation: Isolation | None) -> dict[str, Any] | None:
    return asdict(isolation) if isolation is not None else None


def _place(place: Place | None, document: Document) -> dict[str, Any] | None:
    return _at(place, document) if place is not None else None


def _at(place: Place, document: Document) -> dict[str, Any]:
    first, last = (place.part.lines.position(offset) for offset in place.span)
    return {
        "filename": document.path if place.part in document.parts else place.part.key,
        "cell": place.part.cell,
        "location": {"row": first[0] + 1, "column": first[1] + 1},
        "end_location": {"row": last[0] + 1, "column": last[1] + 1},
    }
