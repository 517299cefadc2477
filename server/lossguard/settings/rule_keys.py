"""The words by which settings and comments may name rules: codes, names, categories and ``ALL``."""

from lossguard.settings.suggestions import did_you_mean


class RuleKeys:
    """Reads such words; knows the rules only once it is asked, because that imports all of them."""

    def resolve(self, key: str) -> str | None:
        """The key as ``Settings.selects`` wants it, in any case; None if no rule has it."""
        known = self._known()
        return next((form for form in (key.upper(), key.lower()) if form in known), None)

    def complaint(self, key: str) -> str:
        """What is wrong with a key that does not resolve."""
        return f"there is no rule {key!r}{did_you_mean(key, self._known())}"

    def _known(self) -> list[str]:
        from lossguard.rules.registry import all_rules

        rules = all_rules()
        categories = dict.fromkeys(rule.code[:3] for rule in rules)
        return [*(rule.name for rule in rules), *(rule.code for rule in rules), *categories, "ALL"]
