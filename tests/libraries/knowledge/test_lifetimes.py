"""Versions between those that were read."""

import pytest

from lossguard.libraries.knowledge.lifetimes import Span, Standing, at, holds, speaking, standing, within

READ = ("1.0.2", "1.2.0", "1.4.1", "2.0.0")


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("0.9", None),  # older than anything read
        ("1.0.0", False),  # a patch release is like the one read of its series
        ("1.0.2", False),
        ("1.0.9", False),
        ("1.1.0", None),  # between two that disagree
        ("1.2.0", True),
        ("1.3.0", True),  # between two that agree
        ("1.4.0", True),
        ("1.4.1", True),
        ("1.5.0", None),
        ("2.0.0", False),
        ("2.0.7", False),
        ("2.1.0", None),  # newer than anything read
        ("3.1", None),
    ],
)
def test_what_is_known_of_a_version(version: str, expected: bool | None) -> None:
    assert holds(READ, [Span("1.2.0", "1.4.1")], version) is expected


def test_open_ends_reach_to_the_oldest_and_newest() -> None:
    assert holds(READ, [Span(None, "1.0.2")], "1.0.2") is True
    assert holds(READ, [Span("2.0.0", None)], "2.0.0") is True
    assert holds(READ, [], "1.2.0") is False


def test_two_runs_that_touch_leave_no_gap() -> None:
    # A default changed between 1.2 and 1.4; the parameter was there all the time.
    assert holds(READ, [Span(None, "1.2.0"), Span("1.4.1", None)], "1.3.0") is True


def test_development_versions_are_versions() -> None:
    assert holds(READ, [Span("2.0.0", None)], "2.0.1.dev0") is True
    assert holds(READ, [Span("2.0.0", None)], "2.1.0.dev0") is None


@pytest.mark.parametrize(
    ("version", "speak", "how"),
    [
        ("0.1", (), Standing.OLDER),
        ("1.0.0", ("1.0.2",), Standing.READ),
        ("1.1.7", ("1.0.2", "1.2.0"), Standing.BETWEEN),
        ("1.4.0", ("1.4.1",), Standing.READ),
        ("1.4.1", ("1.4.1",), Standing.READ),
        ("1.4.5", ("1.4.1",), Standing.READ),
        ("1.5", ("1.4.1", "2.0.0"), Standing.BETWEEN),
        ("2.0.0", ("2.0.0",), Standing.READ),
        ("7", (), Standing.NEWER),
    ],
)
def test_which_versions_read_speak_for_another(version: str, speak: tuple[str, ...], how: Standing) -> None:
    assert tuple(READ[position] for position in speaking(READ, version)) == speak
    assert standing(READ, version) is how
    for position, text in enumerate(READ):
        assert at(READ, Span(text, text), version) is (speaking(READ, version) == (position,))


def test_a_hand_written_range_excludes_its_end() -> None:
    assert within("1.0", "2.0", "1.9")
    assert within("1.0", "2.0", "1.0")
    assert not within("1.0", "2.0", "2.0")
    assert within(None, None, "0.1")
