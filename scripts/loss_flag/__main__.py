"""For each model class that the installed transformers and the knowledge share: does it return a loss, as is known?

    PYTHONPATH=server .venv-dryrun/bin/python -m scripts.loss_flag [--only PATTERN] [--results FILE]

Exits with 1 if reality contradicts the knowledge.
"""

import argparse
import importlib
import json
import pkgutil
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import transformers
import transformers.models

from lossguard.libraries.knowledge import forward_labels
from scripts.loss_flag.trying import attempt


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.loss_flag", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", default="", help="classes whose name matches this expression")
    parser.add_argument("--results", type=Path, help="a file for one line of JSON a class; what it holds is not redone")
    options = parser.parse_args()
    results = list(_results(options.only, options.results))
    return _report(results)


def _results(only: str, file: Path | None) -> Iterator[dict[str, Any]]:
    done = {}
    if file is not None and file.exists():
        done = {one["class"]: one for one in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    for kind in _model_classes():
        facts = forward_labels(kind.__name__, transformers.__version__)
        if facts is None or not re.search(only, kind.__name__):
            continue
        result = done.get(kind.__name__)
        if result is None:
            result = {"class": kind.__name__, "known": facts.returns_loss, **attempt(kind, facts)}
            if file is not None:
                with file.open("a", encoding="utf-8") as results:
                    results.write(json.dumps(result) + "\n")
        yield {**result, "known": facts.returns_loss}


def _model_classes() -> Iterator[Any]:
    """Every class with a configuration of its own in the modelling files, once."""
    seen: set[str] = set()
    for package in pkgutil.iter_modules(transformers.models.__path__):
        folder = Path(transformers.models.__path__[0], package.name)
        for path in sorted(folder.glob("modeling_*.py")):
            try:
                module = importlib.import_module(f"transformers.models.{package.name}.{path.stem}")
            except Exception as error:  # noqa: BLE001 - some need libraries that are not there
                print(f"{path.stem}: {error}"[:200], file=sys.stderr)
                continue
            for name, kind in sorted(vars(module).items()):
                if _is_model(kind, module.__name__) and name not in seen:
                    seen.add(name)
                    yield kind


def _is_model(kind: Any, module: str) -> bool:
    own = isinstance(kind, type) and kind.__module__ == module
    return own and issubclass(kind, transformers.PreTrainedModel) and getattr(kind, "config_class", None) is not None


def _report(results: list[dict[str, Any]]) -> int:
    tried = [one for one in results if "loss" in one]
    told = [one for one in tried if one["known"] is not None]
    wrong = [one for one in told if one["known"] is not one["loss"]]
    print(f"{len(results)} classes, {len(tried)} could be called; of these the flag is known for {len(told)}")
    print(f"{len(wrong)} contradicted ({len(wrong) / max(len(told), 1):.2%})")
    for one in wrong:
        print(f"WRONG {one['class']}: known {one['known']}, really {one['loss']}")
    for one in tried:
        if one["known"] is None:
            print(f"unknown {one['class']}: really {one['loss']}")
    print("not called, because")
    for reason, number in Counter(one["error"][:90] for one in results if "error" in one).most_common(12):
        print(f"{number:>6}  {reason}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
