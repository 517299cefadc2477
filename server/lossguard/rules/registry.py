"""All rules, found by walking the package: adding a file is all it takes."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

import lossguard.rules
from lossguard.rules.rule import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by code. Imports all rule modules on first use."""
    for module in walk_packages(lossguard.rules.__path__, "lossguard.rules."):
        import_module(module.name)
    return tuple(sorted((rule() for rule in Rule.__subclasses__()), key=lambda rule: rule.code))


def find_rule(key: str) -> Rule | None:
    """The rule of a code or name, in any case."""
    return next((rule for rule in all_rules() if key.lower() in (rule.code.lower(), rule.name)), None)
