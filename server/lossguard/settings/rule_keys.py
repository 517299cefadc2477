"""The words by which settings and comments may name rules: codes, names, categories and ``ALL``."""

from lossguard.findings.finding import Message
from lossguard.settings.suggestions import unknown_word
from lossguard.settings.words import NO_RULE, NO_RULE_IN, NO_RULE_IN_NEAR, NO_RULE_NEAR


class RuleKeys:
    """Reads such words; knows the rules only once it is asked, because that imports all of them."""

    def resolve(self, key: str) -> str | None:
        """The key as ``Settings.selects`` wants it, in any case; None if no rule has it."""
        known = self._known()
        return next((form for form in (key.upper(), key.lower()) if form in known), None)

    def complaint(self, key: str, setting: str | None = None) -> Message:
        """What is wrong with a key that does not resolve, in a setting."""
        if setting is None:
            return unknown_word((NO_RULE, NO_RULE_NEAR), key, self._known(), rule=repr(key))
        return unknown_word((NO_RULE_IN, NO_RULE_IN_NEAR), key, self._known(), setting=setting, rule=repr(key))

    def _known(self) -> list[str]:
        from lossguard.rules.registry import all_rules

        rules = all_rules()
        categories = dict.fromkeys(rule.code[:3] for rule in rules)
        return [*(rule.name for rule in rules), *(rule.code for rule in rules), *categories, "ALL"]
