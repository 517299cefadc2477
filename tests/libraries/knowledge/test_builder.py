"""The builder makes one history of what single releases say."""

import ast
from textwrap import dedent

from scripts.knowledge import chat, history, writing


def test_runs_of_versions() -> None:
    read = ("1", "2", "3", "4", "5")
    assert history.spans(read, {"1": "a", "2": "a", "3": "b", "5": "b"}) == [
        ((None, "2"), "a"),
        (("3", "3"), "b"),
        (("5", None), "b"),
    ]


def test_names_of_chat_templates_are_grouped_by_their_text() -> None:
    tree = ast.parse(
        dedent("""
            CHAT_TEMPLATES = {}
            CHAT_TEMPLATES["qwen-2.5"] = (qwen25_template, eos, False,)
            CHAT_TEMPLATES["qwen25"] = CHAT_TEMPLATES["qwen-2.5"]
            for version in ("llama-3.2", "llama-32"):
                CHAT_TEMPLATES[version] = CHAT_TEMPLATES["qwen-2.5"]
        """)
    )
    assert dict(chat.template_variables(tree)) == dict.fromkeys(
        ["qwen-2.5", "qwen25", "llama-3.2", "llama-32"], "qwen25_template"
    )


def test_a_marker_missing_from_its_sample_is_a_problem() -> None:
    built = {
        "formats": {"chatml": ["<|im_start|>user\nU"]},
        "templates": {"x": {"instruction": "<|im_start|>user\n", "response": "nowhere", "format": "chatml"}},
    }
    assert list(chat.problems(built)) == ["x: 'nowhere' is not in the sample of chatml"]


def test_an_entry_is_a_line_and_keys_are_sorted() -> None:
    assert writing.render({"read": ["1"], "rows": {"b": [1], "a": {"x": None}}}) == (
        '{\n"read":["1"],\n"rows":{\n"a":{"x":null},\n"b":[1]\n}\n}\n'
    )
