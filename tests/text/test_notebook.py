"""Notebooks are read as their Python cells, and written back without touching anything else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossguard.text.decode import Problem
from lossguard.text.notebook import Notebook, read_notebook


def notebook(*cells: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def code(source: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "source": source, **more}


MARKDOWN = {"cell_type": "markdown", "metadata": {}, "source": ["# x"]}


def read(content: Any) -> Notebook:
    found = read_notebook("n.ipynb", content if isinstance(content, str) else json.dumps(content))
    assert isinstance(found, Notebook)
    return found


def sources(content: Any) -> list[tuple[int | None, str]]:
    return [(part.cell, part.text) for part in read(content).document.parts]


def test_code_cells_are_numbered_among_all_cells() -> None:
    assert sources(notebook(MARKDOWN, code(["a\n", "b"]), MARKDOWN, code("c"))) == [(2, "a\nb"), (4, "c")]


def test_old_formats_keep_their_cells_in_worksheets() -> None:
    cells = [MARKDOWN, {"cell_type": "code", "input": ["x\n", "y"], "language": "python"}]
    assert sources({"metadata": {"name": ""}, "worksheets": [{"cells": cells, "metadata": {}}]}) == [(2, "x\ny")]


@pytest.mark.parametrize(
    ("metadata", "count"),
    [
        ({}, 1),
        ({"kernelspec": {"language": "python", "name": "python3"}}, 1),
        ({"kernelspec": {"name": "conda-env-python"}}, 1),
        ({"language_info": {"name": "python"}, "kernelspec": {"name": "my-env"}}, 1),
        ({"kernelspec": {"language": "R", "name": "ir"}}, 0),
        ({"language_info": {"name": "julia"}}, 0),
        ({"kernelspec": "odd"}, 1),
    ],
)
def test_only_notebooks_of_a_python_kernel_have_parts(metadata: dict[str, Any], count: int) -> None:
    assert len(sources(notebook(code("x"), **metadata))) == count


def test_a_cell_that_the_editor_marks_as_another_language_is_left_out() -> None:
    assert sources(notebook(code("ls", metadata={"vscode": {"languageId": "shellscript"}}), code("x"))) == [(2, "x")]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("", "is not a notebook: it is empty"),
        ('{"cells": [}', "is not a notebook: its JSON is broken on line 1 (Expecting value)"),
        ('{"cells": []', "is not a notebook: its JSON is broken on line 1 (Expecting ',')"),
        ('{"cells": []} x', "is not a notebook: its JSON is broken on line 1 (Extra data)"),
        ("[]", "is not a notebook: the file is not a JSON object"),
        ("{}", "is not a notebook: it has no cells"),
        ('{"cells": 3}', "is not a notebook: its cells are not a list"),
        ('{"cells": [3]}', "is not a notebook: a cell is not an object"),
        (
            '{"cells": [{"cell_type": "code", "source": 3}]}',
            "is not a notebook: the source of cell 1 is neither text nor a list of lines",
        ),
        ("[" * 100_000, "is not a notebook: its JSON is nested too deeply"),
    ],
)
def test_a_broken_notebook_says_what_is_wrong(raw: str, message: str) -> None:
    problem = read_notebook("n.ipynb", raw)
    assert isinstance(problem, Problem)
    assert problem.message == message


def test_only_the_source_of_the_edited_cell_changes() -> None:
    raw = """{
\t"cells" : [
  {"source": [
     "a = '\\u00e9'\\n",
     "b = \\"x\\""   ,
     "\\n"
    ], "cell_type": "code", "outputs": [{"data": 1.00, "big": 1e400}]},
  {"cell_type":"code","source":"c\\/d\\nkeep\\u003c"}
 ]   }\r\n"""
    found = read(raw)
    found.document.parts[0].text = "a = 'é'\nnew = 'ü'\n"
    found.document.parts[1].text = "changed\nkeep<"
    assert found.render() == raw.replace('"b = \\"x\\""   ,\n     "\\n"', "\"new = '\\u00fc'\\n\"").replace(
        '"c\\/d\\nkeep\\u003c"', '"changed\\nkeep\\u003c"'
    )


def test_an_emptied_cell_and_a_filled_one_stay_lists() -> None:
    found = read('{"cells": [{"cell_type": "code", "source": ["a"]}, {"cell_type": "code", "source": []}]}')
    found.document.parts[0].text, found.document.parts[1].text = "", "x\ny"
    assert found.render().count('"source": []') == 1
    assert sources(found.render()) == [(1, ""), (2, "x\ny")]


SOURCES = st.text(st.sampled_from('ab"\\/é😀\n\r\t\ud800<')) | st.lists(
    st.text(st.sampled_from('a"\\é\n😀'), min_size=1)
)
LAYOUTS = st.fixed_dictionaries(
    {
        "indent": st.sampled_from([None, 1, "\t"]),
        "ensure_ascii": st.booleans(),
        "separators": st.sampled_from([(",", ":"), (" , ", " : ")]),
    }
)


@given(st.lists(SOURCES, min_size=1, max_size=4), LAYOUTS, st.data())
def test_edited_cells_read_back_and_the_others_keep_every_byte(
    cells: list[str | list[str]], layout: dict[str, Any], data: st.DataObject
) -> None:
    raw = json.dumps(notebook(*map(code, cells), deep={"x": [1.5, None]}), **layout) + "\n"
    found = read(raw)
    assert found.render() == raw
    index = data.draw(st.integers(0, len(cells) - 1))
    text = data.draw(st.text(st.sampled_from('ab"\\é\n😀\ud800')))
    found.document.parts[index].text = text
    rendered = found.render()
    changed, cell = read(rendered), found.cells[index]
    expected = ["".join(source) for source in cells]
    expected[index] = text
    assert [part.text for part in changed.document.parts] == expected
    assert rendered.startswith(raw[: cell.start])
    assert rendered.endswith(raw[cell.end :])
