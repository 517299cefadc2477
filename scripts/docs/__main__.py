"""Writes docs/rules/, the schema of the settings and the table of rules in the README.

``--check`` only says what would change.

python -m scripts.docs [--check]
"""

import argparse
import re
import sys
from itertools import groupby
from pathlib import Path

from lossguard.rules.page import page
from lossguard.rules.registry import all_rules
from lossguard.rules.rule import Rule
from scripts.docs.categories import CATEGORIES
from scripts.docs.schema import schema

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "rules"
README = ROOT / "README.md"
SCHEMA = ROOT / "docs" / "lossguard.schema.json"
BEGIN, END = "<!-- rules:begin -->", "<!-- rules:end -->"


def generated() -> dict[Path, str]:
    """Every generated file with its content."""
    rules = all_rules()
    files = {PAGES / f"{rule.name}.md": page(rule) for rule in rules}
    files[PAGES / "README.md"] = _index(rules)
    files[SCHEMA] = schema(rules)
    readme = README.read_text(encoding="utf-8") if README.exists() else ""
    if BEGIN in readme and END in readme:
        before, _, rest = readme.partition(BEGIN)
        _, _, after = rest.partition(END)
        files[README] = f"{before}{BEGIN}\n{_table(rules, 'docs/rules/')}{END}{after}"
    return files


def _index(rules: tuple[Rule, ...]) -> str:
    parts = ["# Rules\n"]
    untitled = {rule.code[:3] for rule in rules} - set(CATEGORIES)
    if untitled:
        raise SystemExit(f"give a title in CATEGORIES of scripts/docs/categories.py to: {', '.join(sorted(untitled))}")
    for category, members in groupby(rules, key=lambda rule: rule.code[:3]):
        parts.append(f"\n## {CATEGORIES[category]} ({category})\n\n{_table(tuple(members), '')}")
    return "".join(parts)


def _table(rules: tuple[Rule, ...], folder: str) -> str:
    rows = ["| code | name | severity | what it finds | fix |", "|---|---|---|---|---|"]
    for rule in rules:
        name = f"[{rule.name}]({folder}{rule.name}.md)"
        rows.append(f"| {rule.code} | {name} | {rule.severity.value} | {rule.summary} | {_fix(rule)} |")
    return "\n".join(rows) + "\n"


def _fix(rule: Rule) -> str:
    """Which fixes there are, as the rule's page says; a test holds the page to what is offered."""
    safety = (rule.__doc__ or "").partition("## Fix safety")[2].partition("## References")[0]
    return ", ".join(word for word in ("safe", "unsafe") if re.search(rf"\b{word}\b", safety, re.IGNORECASE)) or "none"


def stale(files: dict[Path, str]) -> list[Path]:
    """Files whose content is not what it should be, and pages of rules that are gone."""
    differing = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return differing + [path for path in PAGES.glob("*.md") if path not in files]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if something is out of date")
    options = parser.parse_args()
    files = generated()
    for path in stale(files):
        print(f"{'out of date' if options.check else 'written'}: {path.relative_to(ROOT)}")
        if options.check:
            continue
        if path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    if options.check and stale(files):
        print("run: make docs")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
