"""The page of a rule in Markdown: for the terminal, the hover and the documentation."""

from inspect import cleandoc

from lossguard.rules.rule import Rule


def page(rule: Rule) -> str:
    """Title, the facts in one line, and the rule's docstring."""
    facts = f"**{rule.code}** · {rule.severity.value} · since {rule.since} · applies to: {rule.applies}"
    return f"# {rule.name}\n\n{facts}\n\n{cleandoc(rule.__doc__ or rule.summary)}\n"
