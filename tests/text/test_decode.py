"""Bytes are read as Python reads them; what cannot be read gets one clear sentence."""

import pytest

from lossguard.text.decode import Decoded, Problem, decode, parseable


@pytest.mark.parametrize(
    ("data", "text", "encoding", "marked"),
    [
        (b"x = 1\r\n", "x = 1\r\n", "utf-8", False),
        (b"", "", "utf-8", False),
        ("x = 'é'".encode(), "x = 'é'", "utf-8", False),
        (b"\xef\xbb\xbfx", "x", "utf-8", True),
        (b"\xef\xbb\xbf# coding: utf-8\nx", "# coding: utf-8\nx", "utf-8", True),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'", "# -*- coding: latin-1 -*-\nx = 'é'", "iso8859-1", False),
        (b"#!/usr/bin/python\r# vim: set fileencoding=cp1252 :\r'\x80'", None, "cp1252", False),
        (b"\n# coding: latin-1\n\xe9", "\n# coding: latin-1\né", "iso8859-1", False),
    ],
)
def test_a_source_file_is_read_and_written_back(data: bytes, text: str | None, encoding: str, marked: bool) -> None:
    decoded = decode(data)
    assert isinstance(decoded, Decoded)
    assert (decoded.encoding, decoded.marked) == (encoding, marked)
    assert text is None or decoded.text == text
    assert decoded.encode(decoded.text) == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x7fELF\0\1", "is binary, not text"),
        ("x".encode("utf-16"), "is UTF-16, which Python does not read: save it as UTF-8"),
        (
            b"x = 1\ny = '\xe9'",
            "is not valid UTF-8 (byte 0xe9 on line 2): save it as UTF-8 or declare its encoding on the first line",
        ),
        (b"# coding: ascii\n\xe9", "is not valid ASCII (byte 0xe9 on line 2)"),
        (b"# coding: klingon\n", "declares the encoding 'klingon', which Python does not know"),
        (b"# coding: rot13\n", "declares 'rot13' as its encoding, which is no encoding of text"),
        (
            b"\xef\xbb\xbf# coding: latin-1\n",
            "begins with a UTF-8 byte order mark but declares the encoding iso8859-1",
        ),
        (b"x" * 64_000_001, "is larger than 64 MB, so it was skipped"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, message: str) -> None:
    problem = decode(data)
    assert isinstance(problem, Problem)
    assert problem.message == message


def test_a_declaration_below_code_is_none() -> None:
    decoded = decode(b"x = 1\n# coding: latin-1\n")
    assert isinstance(decoded, Decoded)
    assert decoded.encoding == "utf-8"


def test_text_that_the_encoding_lacks_is_a_problem() -> None:
    assert Decoded("", "iso8859-1").encode("汉") == Problem(
        "cannot hold {character} in its encoding, {encoding}", {"character": "'\\u6c49'", "encoding": "iso8859-1"}
    )


def test_lone_surrogates_are_replaced_at_equal_length() -> None:
    assert parseable("a\ud800b😀") == "a\ufffdb😀"
