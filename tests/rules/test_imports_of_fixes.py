"""Wherever the libraries are imported, a class that a fix writes is bound before it is used."""

import ast

import pytest

from lossguard.check import Analysis
from lossguard.findings.finding import Applicability
from lossguard.text.document import Document, Kind, Part
from lossguard.text.edits import apply_edits

BODY = """
tokenizer = {0}AutoTokenizer.from_pretrained("gpt2", pad_token="<|pad|>")
data = load_dataset("json", data_files="a.jsonl", split="train")


def mask(row):
    ids = tokenizer(row["prompt"] + row["answer"])["input_ids"]
    start = len(tokenizer(row["prompt"])["input_ids"])
    return {{"input_ids": ids, "labels": [-100] * start + ids[start:]}}


trainer = {0}Trainer(
    model={0}AutoModelForCausalLM.from_pretrained("gpt2"),
    args={0}TrainingArguments("o"),
    train_dataset=data.map(mask, remove_columns=data.column_names),
    data_collator={1}(tokenizer, mlm=False),
)
trainer.train()
"""
LM = "DataCollatorForLanguageModeling"
OTHERS = "AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments"
DATA = "from datasets import load_dataset"
SCRIPTS = {
    "one line": f"{DATA}\nfrom transformers import {OTHERS}, {LM}\n{BODY.format('', LM)}",
    "in parentheses": f"{DATA}\nfrom transformers import (\n    {OTHERS},\n    {LM},\n)\n{BODY.format('', LM)}",
    "in parentheses with notes": (
        f"{DATA}\nfrom transformers import (\n    {OTHERS},  # noqa\n    {LM},  # pads\n)\n{BODY.format('', LM)}"
    ),
    "in parentheses without a last comma": (
        f"from transformers import ({OTHERS},\n                          {LM})\n{DATA}\n{BODY.format('', LM)}"
    ),
    "over a backslash": f"from transformers import {OTHERS}, \\\n    {LM}\n{DATA}\n{BODY.format('', LM)}",
    "under another name": f"{DATA}\nfrom transformers import {OTHERS}, {LM} as Collator\n{BODY.format('', 'Collator')}",
    "the module": f"{DATA}\nimport transformers\n{BODY.format('transformers.', 'transformers.' + LM)}",
    "the module under another name": f"import transformers as hf\n{DATA}\n{BODY.format('hf.', 'hf.' + LM)}",
    "both": f"import transformers\n{DATA}\nfrom transformers import {OTHERS}\n{BODY.format('', 'transformers.' + LM)}",
    "from a submodule": (
        f"{DATA}\nfrom transformers import {OTHERS}\nfrom transformers.data.data_collator import {LM}\n"
        f"{BODY.format('', LM)}"
    ),
    "used twice": f"{DATA}\nfrom transformers import {OTHERS}, {LM}\n{BODY.format('', LM)}\nprint({LM}.__doc__)\n",
    "already imported": (
        f"{DATA}\nfrom transformers import {OTHERS}, {LM}, DataCollatorForSeq2Seq\n{BODY.format('', LM)}"
    ),
    "already imported under another name": (
        f"{DATA}\nfrom transformers import {OTHERS}, {LM}, DataCollatorForSeq2Seq as S2S\n{BODY.format('', LM)}"
    ),
    "behind a docstring and the future": (
        f'"""Trains."""\n\nfrom __future__ import annotations\n\n{DATA}\nfrom transformers import {OTHERS}, {LM}\n'
        f"{BODY.format('', LM)}"
    ),
    "behind a shebang and a comment": (
        f"#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n{DATA}\nfrom transformers import {OTHERS}, {LM}\n"
        f"{BODY.format('', LM)}"
    ),
    "behind code": (
        f"import os\nos.environ['A'] = '1'\n{DATA}\nfrom transformers import {OTHERS}, {LM}\n{BODY.format('', LM)}"
    ),
    "guarded": (
        f"{DATA}\ntry:\n    from transformers import {OTHERS}, {LM}\nexcept ImportError:\n    raise\n"
        f"{BODY.format('', LM)}"
    ),
    "in a function": (
        f"def main():\n    {DATA}\n    from transformers import {OTHERS}, {LM}\n"
        + BODY.format("", LM).replace("\n", "\n    ").replace("    \n", "\n").rstrip()
        + "\n\n\nmain()\n"
    ),
    "in a function of a module with a docstring": (
        f'"""Trains."""\n\n\ndef main():\n    {DATA}\n    from transformers import {OTHERS}, {LM}\n'
        + BODY.format("", LM).replace("\n", "\n    ").replace("    \n", "\n").rstrip()
        + "\n\n\nmain()\n"
    ),
    "two on a line": f"{DATA}; from transformers import {OTHERS}, {LM}\n{BODY.format('', LM)}",
}


def fixed(document: Document) -> None:
    analysis = Analysis(document)
    (finding,) = analysis.refresh().findings
    assert finding.name == "lm-collator-overwrites-labels"
    assert finding.fixes[0].applicability is Applicability.SAFE
    edits = finding.fixes[0].build()
    for part in document.parts:
        part.text = apply_edits(part.text, [edit for edit in edits if edit.part is part])
    report = analysis.refresh()
    assert not report.broken
    assert report.findings == ()


def bound_before_use(code: str, name: str = "DataCollatorForSeq2Seq") -> None:
    """The class is imported, or reached through its module, and stands behind its import."""
    tree = ast.parse(code)
    imports = [
        (node.lineno, alias.asname or alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == name
    ]
    uses = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in {name, *(bound for _, bound in imports)}
    ]
    through_module = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == name]
    assert uses or through_module
    assert not uses or (imports and min(line for line, _ in imports) <= min(uses))
    assert len(imports) <= 1


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_imports_what_a_fix_writes(name: str, line_end: str) -> None:
    document = Document.script("a.py", SCRIPTS[name].replace("\n", line_end))
    fixed(document)
    (part,) = document.parts
    assert part.text.count("\n") == part.text.count(line_end)
    bound_before_use(part.text)
    if name.startswith("behind a docstring"):
        assert ast.get_docstring(ast.parse(part.text)) == "Trains."
        compile(part.text, "a.py", "exec")  # `from __future__` has to come first


CELLS = {
    "imported in the same cell": [
        "%pip install transformers",
        f"{DATA}\nfrom transformers import {OTHERS}, {LM}\n{BODY}",
    ],
    "imported in an earlier cell": [f"{DATA}\nfrom transformers import {OTHERS}, {LM}", "!nvidia-smi", BODY],
    "imported in two cells": [f"{DATA}\nfrom transformers import {OTHERS}", f"from transformers import {LM}", BODY],
    "imported and used elsewhere": [f"{DATA}\nfrom transformers import {OTHERS}, {LM}", f"print({LM})", BODY],
    "behind magics": ["%%time\n" + DATA, f"%matplotlib inline\nfrom transformers import {OTHERS}, {LM}\n\n{BODY}"],
}


@pytest.mark.parametrize("name", CELLS)
def test_a_notebook_imports_what_a_fix_writes(name: str) -> None:
    cells = [cell.replace(BODY, BODY.format("", LM)) for cell in CELLS[name]]
    document = Document("a.ipynb", Kind.NOTEBOOK, [Part(f"#{i}", text, i + 1) for i, text in enumerate(cells)])
    fixed(document)
    bound_before_use("\n".join(part.code for part in document.parts))
