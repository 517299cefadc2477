"""One path for the many by which a library's name can be imported."""

_LIBRARIES = frozenset(("transformers", "trl", "peft", "datasets", "unsloth", "unsloth_zoo", "accelerate"))


def canonical(path: str) -> str:
    """``transformers.trainer.Trainer`` → ``transformers.Trainer``; other libraries keep their paths.

    What follows the first capitalised name (a class and its method), or the last name where there is
    none (a function), identifies a thing within its library.
    """
    parts = path.split(".")
    if parts[0] not in _LIBRARIES or len(parts) == 1:
        return path
    root = "unsloth" if parts[0] == "unsloth_zoo" else parts[0]
    for index, part in enumerate(parts[1:], 1):
        if part[:1].isupper():
            return ".".join((root, *parts[index:]))
    return f"{root}.{parts[-1]}"
