"""Which head a model class has, from the tables of ``transformers/models/auto/modeling_auto.py``."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lossguard.libraries.extractor.source import parse, walk

MEMBER = "transformers/models/auto/modeling_auto.py"
OTHER = "other"
BASE = "base"

TASKS: Mapping[str, str] = {
    "MODEL": BASE,
    "MODEL_FOR_PRETRAINING": "pretraining",
    "MODEL_FOR_CAUSAL_LM": "causal-lm",
    "MODEL_FOR_MASKED_LM": "masked-lm",
    "MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM": "seq2seq-lm",
    "MODEL_FOR_SEQUENCE_CLASSIFICATION": "sequence-classification",
    "MODEL_FOR_TOKEN_CLASSIFICATION": "token-classification",
    "MODEL_FOR_QUESTION_ANSWERING": "question-answering",
    "MODEL_FOR_MULTIPLE_CHOICE": "multiple-choice",
    "MODEL_FOR_NEXT_SENTENCE_PREDICTION": "next-sentence",
    "MODEL_FOR_IMAGE_CLASSIFICATION": "image-classification",
    "MODEL_FOR_IMAGE_TEXT_TO_TEXT": "image-text-to-text",
    "MODEL_FOR_VISION_2_SEQ": "image-text-to-text",
    "MODEL_FOR_CTC": "ctc",
    "MODEL_FOR_SPEECH_SEQ_2_SEQ": "speech-seq2seq",
}
"""Tables that are not listed here mean another head (``other``), but for ``SILENT``."""

SILENT = frozenset({
    # The same classes as in the base table, or parts of them: an encoder alone, an image tower.
    "MODEL_FOR_TEXT_ENCODING", "MODEL_FOR_IMAGE", "MODEL_FOR_BACKBONE", "MODEL_FOR_AUDIO_TOKENIZATION",
    "MODEL_FOR_ZERO_SHOT_IMAGE_CLASSIFICATION", "MODEL_FOR_MASK_GENERATION", "MODEL_FOR_RETRIEVAL",
    # Everything with a language modelling head of any kind: the more precise tables say which.
    "MODEL_WITH_LM_HEAD",
})  # fmt: skip

SUFFIXES: Mapping[str, str] = {
    "ForCausalLM": "causal-lm",
    "LMHeadModel": "causal-lm",
    "ForMaskedLM": "masked-lm",
    "ForSequenceClassification": "sequence-classification",
    "ForTokenClassification": "token-classification",
    "ForQuestionAnswering": "question-answering",
    "ForMultipleChoice": "multiple-choice",
    "ForNextSentencePrediction": "next-sentence",
    "ForImageClassification": "image-classification",
    "ForCTC": "ctc",
    "ForPreTraining": "pretraining",
}
"""For classes that no table lists: the library's naming convention."""


@dataclass(frozen=True, slots=True)
class AutoMap:
    tasks: Mapping[str, frozenset[str]]
    """Model class → the tasks of the tables that list it."""

    autos: Mapping[str, str]
    """Auto class → its task."""


def read(text: str) -> AutoMap:
    tree = parse(text)
    tasks: dict[str, set[str]] = defaultdict(set)
    for table, classes in _tables(tree):
        task = None if table in SILENT else TASKS.get(table, OTHER)
        for name in classes:
            # Named here, hence known, even if the table says nothing about the head.
            tasks[name].update([task] if task else [])
    return AutoMap({name: frozenset(found) for name, found in tasks.items()}, dict(_autos(tree)))


def _tables(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        name = node.targets[0].id
        if name.endswith("_NAMES") and isinstance(node.value, ast.Call):
            yield _table(name), list(_classes(node.value))


def _table(name: str) -> str:
    return name.removesuffix("_NAMES").removesuffix("_MAPPING")


def _classes(call: ast.Call) -> Iterator[str]:
    """Second members of ``OrderedDict([("bert", "BertModel"), ("funnel", ("A", "B"))])``."""
    for pair in walk(call):
        if isinstance(pair, ast.Tuple) and len(pair.elts) == 2 and _is_key(pair.elts[0]):
            for item in walk(pair.elts[1]):
                if isinstance(item, ast.Constant) and isinstance(item.value, str):
                    yield item.value


def _is_key(node: ast.expr) -> bool:
    """Model types are lower case, class names are not: tells a pair from a tuple of two classes."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1].islower()


def _autos(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
            continue
        for item in node.body:
            if isinstance(item, ast.Assign) and ast.unparse(item.targets[0]) == "_model_mapping":
                table = _table(ast.unparse(item.value))
                yield node.name, TASKS.get(table, OTHER)


def by_suffix(name: str) -> str | None:
    return next((task for suffix, task in SUFFIXES.items() if name.endswith(suffix)), None)
