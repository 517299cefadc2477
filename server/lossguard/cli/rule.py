"""``lossguard rule``: the page of a rule, or the list of all."""

import json
from typing import Any

from lossguard.cli.console import Console
from lossguard.rules import registry
from lossguard.rules.page import page
from lossguard.rules.rule import Rule
from lossguard.settings.rule_keys import RuleKeys


def run_rule(key: str | None, everything: bool, output_format: str, console: Console) -> int:
    if everything == (key is not None):
        console.complain("name one rule, or give --all")
        return 2
    rules = registry.all_rules()
    if key is not None:
        found = next((rule for rule in rules if key.lower() in (rule.code.lower(), rule.name)), None)
        if found is None:
            console.complain(RuleKeys().complaint(key).text())
            return 2
        rules = (found,)
    if output_format == "json":
        entries = [_entry(rule) for rule in rules]
        console.write(json.dumps(entries if everything else entries[0], indent=2))
    elif everything:
        _table(rules, console)
    else:
        _page(rules[0], console)
    return 0


def _entry(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "summary": rule.summary,
        "since": rule.since,
        "applies": rule.applies,
        "url": rule.url,
        "page": page(rule),
    }


def _table(rules: tuple[Rule, ...], console: Console) -> None:
    width = max((len(rule.name) for rule in rules), default=0)
    for rule in rules:
        severity = console.style.severity(rule.severity, f"{rule.severity.value:<7}")
        console.write(f"{console.style.strong(rule.code)}  {rule.name:<{width}}  {severity}  {rule.summary}")


def _page(rule: Rule, console: Console) -> None:
    if not console.style.enabled:
        console.write(page(rule).rstrip())
        return
    from rich.console import Console as RichConsole
    from rich.markdown import Markdown

    terminal = RichConsole(file=console.out, force_terminal=True, width=min(console.width, 100))
    terminal.print(Markdown(page(rule), code_theme="ansi_dark"))  # a theme without a background of its own
