"""What is generated is what is committed."""

from scripts.docs.__main__ import generated, stale


def test_the_pages_and_the_table_are_those_of_the_rules() -> None:
    assert stale(generated()) == [], "run: make docs"
