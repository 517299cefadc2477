"""Fixes are applied until nothing is left, change nothing else, and never break a file."""

import json
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("words")


def test_safe_fixes_are_applied_and_what_is_left_is_reported(run: Run, tmp_path: Path) -> None:
    result = run("check", "--fix", "--output-format", "concise", files={"a.py": "torch\nBAD\nUGLY\nBAD\n"})
    assert (tmp_path / "a.py").read_text() == "torch\ngood\nUGLY\ngood\n"
    assert (result.status, result.err) == (1, "")
    assert (
        result.out
        == """\
a.py:3:1: warning LBL002 UGLY is ugly. (second-rule)
Fixed 2 problems in 1 file.
Found 1 warning in 1 file; 1 can be fixed with --fix --unsafe-fixes.
"""
    )


def test_unsafe_fixes_are_applied_when_asked_for(run: Run, tmp_path: Path) -> None:
    result = run("check", "--fix", "--unsafe-fixes", files={"a.py": "torch\nBAD\nUGLY\n"})
    assert (tmp_path / "a.py").read_text() == "torch\ngood\nnice\n"
    assert result.status == 0
    assert result.out == "Fixed 2 problems in 1 file.\nNo problems found in 1 file.\n"


def test_a_fix_may_open_the_way_for_the_next(run: Run, tmp_path: Path) -> None:
    run("check", "--fix", files={"a.py": "torch, CHAIN4, CHAIN2"})
    assert (tmp_path / "a.py").read_text() == "torch, done, done"


def test_fixes_that_undo_each_other_come_to_an_end(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lossguard.cli.fixing.MAX_ROUNDS", 3)
    assert run("check", "--fix", files={"a.py": "torch, CHAIN9"}).status == 1
    assert (tmp_path / "a.py").read_text() == "torch, CHAIN6"


def test_a_fix_that_breaks_the_code_is_left_out_and_the_others_count(run: Run, tmp_path: Path) -> None:
    result = run("check", "--fix", files={"a.py": "torch\nCHAIN1\nx = BREAKS\nCHAIN2\n"})
    assert (tmp_path / "a.py").read_text() == "torch\ndone\nx = BREAKS\ndone\n"
    assert result.err == "lossguard: a.py: a fix of first-rule was left out, as it breaks the code. Please report it\n"
    assert "Found 1 error" in result.out


def test_everything_but_the_fix_stays_byte_for_byte(run: Run, tmp_path: Path) -> None:
    before = b"\xef\xbb\xbf# torch\r\nx = 'a'\tif BAD else 3  \r\ny = '\xc3\xa9'\x0c\r\n"
    run("check", "--fix", files={"a.py": before})
    assert (tmp_path / "a.py").read_bytes() == before.replace(b"BAD", b"good")


def test_a_file_keeps_its_encoding_its_permissions_and_its_link(run: Run, tmp_path: Path) -> None:
    before = b"# coding: latin-1\n# torch \xe9\nBAD"
    (tmp_path / "real.py").write_bytes(before)
    (tmp_path / "real.py").chmod(0o750)
    (tmp_path / "a.py").symlink_to("real.py")
    run("check", "--fix", "a.py")
    assert (tmp_path / "real.py").read_bytes() == before.replace(b"BAD", b"good")
    assert stat.S_IMODE((tmp_path / "real.py").stat().st_mode) == 0o750
    assert (tmp_path / "a.py").is_symlink()


def test_a_notebook_changes_in_the_cell_alone(run: Run, tmp_path: Path) -> None:
    before = """{"cells": [ {"cell_type":"code",
      "source":["!pip install 'trl\\n", "x = BAD  # \\u00e9\\n"], "outputs" : [1.50]},
    {"cell_type":"code","source":"if a:\\n\\t!ls (\\n"}], "metadata":{} }"""
    run("check", "--fix", files={"n.ipynb": before})
    assert (tmp_path / "n.ipynb").read_text() == before.replace("BAD", "good")


def test_a_part_that_does_not_parse_is_not_touched(run: Run, tmp_path: Path) -> None:
    files = {"n.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": s} for s in ("torch, BAD", "f(BAD")]})}
    result = run("check", "--fix", files=files)
    assert "torch, good" in (tmp_path / "n.ipynb").read_text()
    assert "f(BAD" in (tmp_path / "n.ipynb").read_text()
    assert result.err.startswith("lossguard: n.ipynb, cell 2, was left out: ")


def test_a_diff_shows_the_fixes_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    result = run("check", "--diff", files={"a.py": "torch\r\nx\r\nBAD", "b.py": "torch, UGLY"})
    assert (tmp_path / "a.py").read_bytes() == b"torch\r\nx\r\nBAD"
    assert result.status == 1
    assert (
        result.out.replace("\r", "")
        == """\
--- a.py
+++ a.py
@@ -1,3 +1,3 @@
 torch
 x
-BAD
\\ No newline at end of file
+good
\\ No newline at end of file
"""
    )
    assert result.err == "Would fix 1 problem in 1 file.\n"
    assert run("check", "--diff", "b.py").status == 0


def test_standard_input_is_fixed_onto_standard_output(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text, fixed in [("torch\r\nBAD\r\n", "torch\r\ngood\r\n"), ("x\r\n", "x\r\n")]:
        (tmp_path / "input").write_bytes(text.encode())
        with (tmp_path / "input").open() as file:
            monkeypatch.setattr("sys.stdin", file)
            assert run("check", "--fix", "-").out == fixed


def test_a_file_that_cannot_be_written_is_said_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("lossguard.cli.fixer.write_atomically", fail)
    result = run("check", "--fix", files={"a.py": "torch, BAD"})
    assert (result.status, result.err) == (2, "lossguard: a.py could not be fixed: Permission denied\n")
    assert "Found 1 error" in result.out
    assert list(tmp_path.glob(".a.py*")) == []
