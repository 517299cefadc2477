"""Exact pins in the file are found where they surely hold, and left open everywhere else."""

import pytest

from lossguard.libraries.pins import pinned
from lossguard.text.document import Document, Kind, Part


def pins(*cells: str) -> dict[str, str]:
    parts = [Part(f"n:{number}", text, cell=number) for number, text in enumerate(cells, 1)]
    resolved = pinned(Document("n.ipynb", Kind.NOTEBOOK, parts)).resolved
    return {name: f"{found.version} ({found.source})" for name, found in resolved.items()}


@pytest.mark.parametrize(
    "line",
    [
        "!pip install trl==0.24.0",
        "%pip install -q 'trl == 0.24.0'",
        '!pip3 install --no-deps "trl[vllm]==0.24.0,!=0.23" -i https://example.org/simple',
        "!uv pip install trl===0.24.0",
        "!python -m pip install trl==0.24.0 # pinned",
        "!{sys.executable} -m pip install trl==0.24.0",
        "!sudo -H pip -q install \\\n    trl==0.24.0",
        "!apt-get update && pip install trl==0.24.0",
        "pip install trl==0.24.0",
        "%%bash\npip install torch\npip install trl==0.24.0\n",
        "%%capture\n!pip install trl==0.24.0",
        "log = !pip install trl==0.24.0",
        "!pip install -U trl==0.24.0 2>&1 | tail",
        "!pip install trl==0.24.0\n!pip install trl",
        "!pip install trl==0.24.0\n!pip install 'trl>=0.20'",
        "!pip install --extra-index-url https://example.org/trl/ trl==0.24.0 -c trl.txt -r trl.txt",
        "!pip install peft>=0.9 trl==0.24.0; pip install trl==0.24.0",
    ],
)
def test_an_exact_pin_counts_however_it_is_installed(line: str) -> None:
    assert pins("x = 1", line)["trl"] == "0.24.0 (cell 2)"


@pytest.mark.parametrize(
    "cell",
    [
        "!pip install trl",
        "!pip install 'trl>=0.24.0'",
        "!pip install trl==0.24.*",
        "!pip install 'trl==0.24.0; python_version < \"3.9\"'",
        "!pip install trl=={version}",
        "!pip install trl==$VERSION",
        "# !pip install trl==0.24.0",
        "x = '''\n!pip install trl==0.24.0\n'''",
        "!echo trl==0.24.0 install",
        "!conda install trl==0.24.0",
        "!pip install 'trl==0.24.0",
        "!true || pip install trl==0.24.0",
        "if not COLAB:\n    !pip install trl==0.24.0",
        "%%bash\nif true; then\npip install trl==0.24.0\nfi",
        "!pip install trl==0.24.0\n!pip install -U trl",
        "!pip install trl==0.24.0\n!pip install git+https://github.com/huggingface/trl.git@main",
        "!pip install trl==0.24.0\n!pip install 'trl @ https://example.org/x.zip'",
        "!pip install trl==0.24.0\n!pip install https://example.org/trl-0.25.0-py3-none-any.whl",
        "!pip install trl==0.24.0\n!pip uninstall -y trl",
        "!pip install trl==0.24.0\nif x:\n    !pip install trl==0.20.0",
    ],
)
def test_what_may_not_hold_leaves_the_version_open(cell: str) -> None:
    assert "trl" not in pins(cell)


def test_a_later_cell_wins() -> None:
    assert pins("!pip install trl==0.20.0 peft==0.17.0", "!pip install trl==0.24.0") == {
        "trl": "0.24.0 (cell 2)",
        "peft": "0.17.0 (cell 1)",
    }


def test_the_usual_unsloth_cell_fixes_what_lies_outside_its_condition() -> None:
    cell = """%%capture
import os, re
if "COLAB_" not in "".join(os.environ.keys()):
    !pip install unsloth
else:
    xformers = "xformers==" + ("0.0.33" if v == "2.9" else "0.0.32")
    !pip install --no-deps bitsandbytes accelerate {xformers} peft trl triton unsloth_zoo
    !pip install sentencepiece "datasets==4.3.0" "huggingface_hub>=0.34.0" hf_transfer
    !pip install --no-deps unsloth
!pip install transformers==4.56.2
!pip install --no-deps trl==0.22.2
"""
    assert pins(cell) == {"transformers": "4.56.2 (cell 1)", "trl": "0.22.2 (cell 1)"}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_inline_script_metadata_counts(end: str) -> None:
    text = """#!/usr/bin/env -S uv run
# /// script
# requires-python = ">=3.11"
# dependencies = [
#     "trl==0.24.0",
#     "transformers>=4.56",
#     "unsloth_zoo==2025.10.1",
# ]
# ///
import trl
"""
    found = pinned(Document.script("x.py", text.replace("\n", end))).resolved
    assert {name: f"{pin.version} ({pin.source})" for name, pin in found.items()} == {
        "trl": "0.24.0 (script metadata)",
        "unsloth-zoo": "2025.10.1 (script metadata)",
    }


@pytest.mark.parametrize("body", ["dependencies = [", "dependencies = 3", "dependencies = [3, '==1']"])
def test_broken_metadata_is_no_pin(body: str) -> None:
    assert pinned(Document.script("x.py", f"# /// script\n# {body}\n# ///\n")).resolved == {}


def test_pip_lines_of_a_script_are_not_read() -> None:
    assert pinned(Document.script("x.py", "!pip install trl==0.24.0\n")).resolved == {}


def test_the_line_of_a_pin_is_known() -> None:
    cell = "%%bash\npip install torch\npip install \\\n  trl==0.24.0\n"
    found = pinned(Document("n.ipynb", Kind.NOTEBOOK, [Part("n", cell, cell=3)])).get("trl")
    assert found is not None
    assert str(found.origin) == "cell 3, line 4"


@pytest.mark.parametrize(
    ("cell", "admitted"),
    [
        ("!pip install 'trl>=0.20'", ["0.24.0"]),
        ("!pip install 'trl<0.20'", ["0.11.0"]),
        ("!pip install -U trl", []),
        ("!pip install git+https://github.com/huggingface/trl.git", []),
        ("if COLAB:\n    !pip install trl==0.24.0", []),
        ("!pip uninstall -y trl", []),
    ],
)
def test_what_is_installed_counts_only_if_the_cells_leave_it_there(cell: str, admitted: list[str]) -> None:
    wanted = pinned(Document("n.ipynb", Kind.NOTEBOOK, [Part("n", cell, cell=1)])).wants("trl")
    assert wanted is not None
    assert [version for version in ("0.11.0", "0.24.0") if wanted.admits(version)] == admitted
