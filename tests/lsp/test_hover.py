"""The hover tells what a rule is about, and what is known of a training."""

import pytest
from lsprotocol import types

from tests.lsp.editor import Editor
from tests.lsp.scripts import BROKEN_TAIL, GOOD, MISTAKE, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="module")

RULE = "seq2seq-collator-no-labels"


async def hover(editor: Editor, uri: str, text: str) -> str | None:
    start = editor.texts[uri].index(text)
    position = editor.range(uri, start + 1, start + 1).start
    params = types.HoverParams(types.TextDocumentIdentifier(uri), position)
    answer = await editor.client.text_document_hover_async(params)
    if answer is None:
        return None
    assert isinstance(answer.contents, types.MarkupContent)
    return answer.contents.value


async def test_on_a_finding(editor: Editor) -> None:
    uri = editor.open(WRONG)
    text = await hover(editor, uri, MISTAKE)
    assert text is not None
    assert RULE in text
    assert "makes none" in text
    assert "```" not in text
    assert await hover(editor, uri, "model=model") is None
    editor.close(uri)
    assert await hover(editor, uri, MISTAKE) is None


async def test_on_the_comment_that_silences_it(editor: Editor) -> None:
    uri = editor.open(WRONG.replace(f"{MISTAKE},", f"{MISTAKE},  # lossguard: ignore[COL001]"))
    assert await editor.diagnostics(uri) == []
    text = await hover(editor, uri, "lossguard: ignore")
    assert text is not None
    assert text.startswith(f"**{RULE}**")
    editor.close(uri)


async def test_far_outside_the_text(editor: Editor) -> None:
    uri = editor.open("")
    params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(10_000, 10_000))
    assert await editor.client.text_document_hover_async(params) is None
    editor.close(uri)


TITLE = "What Lossguard knows of `Trainer`"


@pytest.mark.parametrize(
    ("text", "topics", "fact"),
    [
        ("Trainer(\n", ["trainer", "model", "arguments", "data", "collator", "labels", "tokens", "versions"], "EOS"),
        ("trainer.train()", ["trainer", "model", "arguments", "data"], "`train` is called here"),
        ("DataCollatorForLanguageModeling(tokenizer", ["collator", "labels"], "its `mlm=False`"),
        ("rows,\n", ["data", "labels"], "2. `map`: the columns `input_ids`, `attention_mask`"),
        ("load_dataset(", ["data", "labels"], "1. `load_dataset`"),
        ("map(", ["data", "labels"], "2. `map`"),
        ("AutoTokenizer.from_pretrained(", ["tokens"], "loaded from 'Qwen/Qwen2.5-0.5B'"),
        ("AutoModelForCausalLM.from_pretrained(", ["model"], "its head: causal language model"),
        ("TrainingArguments(", ["arguments"], "`TrainingArguments` is made here"),
    ],
)
async def test_what_is_known_of_a_training(editor: Editor, text: str, topics: list[str], fact: str) -> None:
    uri = editor.open(GOOD)
    told = await hover(editor, uri, text)
    assert told is not None
    assert TITLE in told
    assert [line.split("*")[1] for line in told.splitlines() if line.startswith("- *")][: len(topics)] == topics
    assert fact in told
    editor.close(uri)


async def test_facts_are_linked_to_their_lines_where_markdown_is_shown(editor: Editor) -> None:
    uri = editor.open(GOOD)
    told = await hover(editor, uri, "AutoTokenizer.from_pretrained(")
    assert told is not None
    assert ("line 5" in told, f"[line 5]({uri}#L5)" in told) == (True, "**" in told)
    editor.close(uri)


async def test_nothing_is_told_of_arguments_and_of_text_that_is_broken(editor: Editor) -> None:
    uri = editor.open(GOOD)
    for text in ("notes.jsonl", "Qwen/", "trainer = ", 'row["text"]', "output_dir"):
        assert await hover(editor, uri, text) is None
    editor.replace(uri, "trainer.train()", f"trainer.train()\n{BROKEN_TAIL}")
    assert await hover(editor, uri, "TrainingArguments(") is None
    editor.close(uri)


async def test_a_finding_is_told_before_the_facts(editor: Editor) -> None:
    uri = editor.open(WRONG)
    text = await hover(editor, uri, MISTAKE)
    assert text is not None
    assert text.index(RULE) < text.index(TITLE) < text.index("nobody makes labels")
    editor.close(uri)
