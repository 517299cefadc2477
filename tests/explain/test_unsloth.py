"""What Unsloth does to a training depends on its version, and on whether it is imported first."""

import pytest

from lossguard.check import Analysis
from lossguard.explain.explanations import explain
from lossguard.text.document import Document, Kind, Part

SCRIPT = """# /// script
# dependencies = [{pins}]
# ///
{imports}
from datasets import Dataset
from transformers import DataCollatorForSeq2Seq

model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-0.5B")
data = Dataset.from_dict({{"text": ["one two three"]}})
trainer = SFTTrainer(
    model=model, train_dataset=data, processing_class=tokenizer, data_collator=DataCollatorForSeq2Seq(tokenizer)
)
trainer.train()
"""
FIRST = "from unsloth import FastLanguageModel\nfrom trl import SFTTrainer"
LATE = "from trl import SFTTrainer\nfrom unsloth import FastLanguageModel"


def told(text: str, topic: str) -> list[str]:
    analysis = Analysis(Document("train.py", Kind.SCRIPT, [Part("train.py", text)]))
    analysis.refresh()
    (explanation,) = explain(analysis.context())
    return [statement.message.text() for statement in explanation.about([topic])]


@pytest.mark.parametrize(
    ("version", "imports", "what"),
    [
        ("2025.3.10", FIRST, "Unsloth sees to them"),
        ("2025.3.9", FIRST, "nobody makes labels"),
        (None, FIRST, "who makes the labels is not known: Unsloth may replace the collator"),
        ("2025.3.10", LATE, "who makes the labels is not known: Unsloth may replace the collator"),
    ],
)
def test_collators_are_swapped_by_versions_that_do_and_come_first(version: str | None, imports: str, what: str) -> None:
    pins = '"trl==0.15.2"' + (f', "unsloth=={version}"' if version else "")
    assert told(SCRIPT.format(pins=pins, imports=imports), "labels")[0].startswith(what)


def test_it_is_told_that_unsloth_comes_too_late() -> None:
    assert told(SCRIPT.format(pins="", imports=LATE), "trainer")[-1].startswith("trl is imported before Unsloth")
    assert len(told(SCRIPT.format(pins="", imports=FIRST), "trainer")) == 1


@pytest.mark.parametrize(
    ("version", "what"),
    [
        ("2025.3.2", "`train_on_responses_only` sees to it"),
        ("2025.3.1", "`DataCollatorForSeq2Seq` is given"),
        (None, "`train_on_responses_only` of unsloth_zoo 2025.3.2 and newer sees to it"),
    ],
)
def test_masked_labels_are_padded_since_unsloth_zoo_2025_3_2(version: str | None, what: str) -> None:
    masked = "from unsloth.chat_templates import train_on_responses_only\n"
    masked += SCRIPT.replace("trainer.train()", "trainer = train_on_responses_only(trainer)\ntrainer.train()")
    pins = f'"unsloth_zoo=={version}"' if version else ""
    assert told(masked.format(pins=pins, imports=FIRST), "collator")[0].startswith(what)


@pytest.mark.parametrize(("version", "newest"), [("2024.9", "0.12.99"), ("2024.10.4", None), (None, None)])
def test_arguments_tell_the_version_of_trl_where_unsloth_does_not_forgive_them(
    version: str | None, newest: str | None
) -> None:
    old = SCRIPT.replace("processing_class=tokenizer", 'dataset_text_field="text"')
    pins = f'"unsloth=={version}"' if version else ""
    analysis = Analysis(Document("train.py", Kind.SCRIPT, [Part("train.py", old.format(pins=pins, imports=FIRST))]))
    analysis.refresh()
    high = analysis.context().versions.bounds("trl").high
    assert (str(high) if high is not None else None) == newest
