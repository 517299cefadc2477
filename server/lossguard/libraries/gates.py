"""Versions from which on a library does something else, where rules ask about it.

What a gate says was looked up in the sources of every version that was read. Of a newer one it is not known whether
it is still so, unless it cannot be otherwise (``LASTING``) or its sources show it (``extractor.evidence``).
"""

LASTING = frozenset((
    # What is gone: names, methods and defaults that a release has removed, after releases that warned of it.
    ("transformers", "4.44"),  # chat templates of classes, for tokenizers without one
    ("trl", "0.20"),  # DataCollatorForCompletionOnlyLM
    # Asked for the sake of what was so before only: these gates silence a rule in everything newer.
    ("transformers", "4.48"),
    ("trl", "0.15"),
    ("trl", "0.22"),
    ("trl", "1.1"),
))  # fmt: skip
"""(library, version): what is so from there on stays so in all versions to come."""
