"""Which versions are read.

Between two versions read, a change is known to lie somewhere in between and no closer, so the
versions around known changes are dense.
"""

TRANSFORMERS: tuple[str, ...] = (
    "4.40.2", "4.41.2", "4.42.4", "4.43.4", "4.44.2", "4.45.2", "4.46.3", "4.47.1", "4.48.3",
    "4.49.0", "4.50.3", "4.51.3", "4.52.4", "4.53.3", "4.55.4", "4.57.3", "5.0.0", "5.1.0",
    "5.2.0", "5.5.4", "5.10.4", "5.12.1", "5.15.0", "5.17.0", "5.20.2", "5.23.0",
)  # fmt: skip

TRL: tuple[str, ...] = (
    "0.7.11", "0.8.6", "0.9.6", "0.10.1", "0.11.4", "0.12.2", "0.13.0", "0.14.0", "0.15.2",
    "0.16.0", "0.16.1", "0.17.0", "0.18.2", "0.19.1", "0.20.0", "0.21.0", "0.22.2", "0.23.1", "0.24.0",
    "0.25.1", "0.26.2", "0.27.2", "0.28.0", "0.29.1", "1.0.0", "1.3.0", "1.4.0", "1.6.0", "1.7.1",
    "1.8.0", "1.9.2", "1.12.0", "1.14.2", "1.16.0",
)  # fmt: skip

# One release each: the markers and the collator of unsloth are not followed through time.
UNSLOTH: tuple[str, ...] = ("2026.10.9",)
UNSLOTH_ZOO: tuple[str, ...] = ("2026.10.9",)

READ: dict[str, tuple[str, ...]] = {"transformers": TRANSFORMERS, "trl": TRL}
"""Those of which a history is made."""

ALL: dict[str, tuple[str, ...]] = {
    **READ,
    "unsloth": UNSLOTH,
    "unsloth_zoo": UNSLOTH_ZOO,
}
