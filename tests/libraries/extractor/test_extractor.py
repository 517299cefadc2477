"""What is read off sources; here small ones."""

import ast
from textwrap import dedent

import pytest

from lossguard.libraries.extractor import automap, models, signatures
from lossguard.libraries.extractor.index import Index
from lossguard.libraries.extractor.loss import returns_loss
from lossguard.libraries.extractor.source import read_module


def index(**sources: str) -> Index:
    """``a__b="…"`` is the module a/b.py."""
    return Index.of([(f"{name.replace('__', '/')}.py", dedent(text)) for name, text in sources.items()])


def function(text: str) -> ast.FunctionDef:
    node = ast.parse(dedent(text)).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


AUTO = """
    MODEL_MAPPING_NAMES = OrderedDict([
        ("bert", "BertModel"), ("gpt2", "GPT2Model"), ("funnel", ("FunnelModel", "FunnelBaseModel")),
    ])
    MODEL_FOR_CAUSAL_LM_MAPPING_NAMES = OrderedDict([("gpt2", "GPT2LMHeadModel"), ("fuyu", "FuyuForCausalLM")])
    MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES = OrderedDict([("fuyu", "FuyuForCausalLM")])
    MODEL_FOR_TEXT_ENCODING_MAPPING_NAMES = OrderedDict([("bert", "BertModel"), ("t5", "T5EncoderModel")])
    MODEL_FOR_DEPTH_ESTIMATION_MAPPING_NAMES = OrderedDict([("dpt", "DPTForDepthEstimation")])
    MODEL_FOR_PRETRAINING_MAPPING_NAMES = OrderedDict([("clip", "CLIPModel"), ("gpt2", "GPT2LMHeadModel")])

    class AutoModel(_BaseAutoModelClass):
        _model_mapping = MODEL_MAPPING

    class AutoModelForCausalLM(_BaseAutoModelClass):
        _model_mapping = MODEL_FOR_CAUSAL_LM_MAPPING

    class _AutoModelWithLMHead(_BaseAutoModelClass):
        _model_mapping = MODEL_WITH_LM_HEAD_MAPPING
"""


def test_tables_of_the_auto_classes_give_tasks() -> None:
    read = automap.read(dedent(AUTO))
    assert read.tasks["GPT2LMHeadModel"] == {"causal-lm", "pretraining"}
    assert read.tasks["FuyuForCausalLM"] == {"causal-lm", "image-text-to-text"}
    assert read.tasks["FunnelBaseModel"] == {"base"}
    assert read.tasks["T5EncoderModel"] == frozenset()
    assert read.tasks["DPTForDepthEstimation"] == {"other"}
    assert read.autos == {"AutoModel": "base", "AutoModelForCausalLM": "causal-lm"}


@pytest.mark.parametrize(
    ("name", "labels", "loss", "tasks"),
    [
        ("GPT2LMHeadModel", ("labels",), True, ("causal-lm",)),  # pretraining says less
        ("BertModel", (), False, ("base",)),
        ("GPT2Model", ("labels",), None, ("other",)),  # in the base table, but takes labels
        ("CLIPModel", ("return_loss",), True, ("pretraining",)),
        ("T5EncoderModel", (), False, ("other",)),
        ("GPT2DoubleHeadsModel", ("labels", "mc_labels"), True, ("other",)),
        ("NewForTokenClassification", ("labels",), True, ("token-classification",)),  # by its name
    ],
)
def test_heads_of_a_class(name: str, labels: tuple[str, ...], loss: bool | None, tasks: tuple[str, ...]) -> None:
    assert models.tasks_of(name, automap.read(dedent(AUTO)), labels, loss) == tasks


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "loss = None\n    if labels is not None:\n        loss = self.ce(labels)\n    return loss",
            True,
        ),
        ("loss = None\n    return logits", None),
        ("out = self.head(x, labels)\n    return Output(loss=out[0] if labels is not None else None)", True),
        ("return Output(loss=None if labels is None else None, logits=x)", None),
        ("if labels is not None:\n        raise NotImplementedError\n    loss = f()\n    return x", False),
        ("outputs = self.model(x, labels=labels)\n    return outputs", True),
        ("return self.model(x, labels=labels)", True),
        ("self.model(x, labels=labels)\n    return 1", None),
        ("total_loss = sum(losses)\n    return total_loss", True),
        ("aux_loss = f()\n    return logits", None),
        ("h = self.h(x); return Out(h=h, labels=labels)", None),
    ],
)
def test_whether_a_forward_with_labels_returns_a_loss(body: str, expected: bool | None) -> None:
    assert returns_loss(function(f"def forward(self, x, labels=None):\n    {body}\n"), ["labels"]) is expected


def test_a_forward_without_labels_and_loss_returns_none() -> None:
    assert returns_loss(function("def forward(self, x, **kwargs):\n    return self.h(x)\n"), []) is False


def test_forward_is_found_across_files() -> None:
    found = index(
        lib__layers="""
            class GenericForSequenceClassification:
                def forward(self, input_ids, labels=None, **kwargs):
                    loss = self.loss_function(labels)
                    return loss
        """,
        lib__llama="""
            from .layers import GenericForSequenceClassification

            class LlamaForSequenceClassification(GenericForSequenceClassification, LlamaPreTrainedModel): ...

            class OddForSequenceClassification(GenericForSequenceClassification):
                def forward(self, input_ids, **kwargs):
                    return super().forward(input_ids, **kwargs)
        """,
    )
    llama = found.named("LlamaForSequenceClassification")[0]
    odd = found.named("OddForSequenceClassification")[0]
    assert models.forward_facts(found, llama) == (("labels",), True, True)
    # Labels pass through **kwargs: there is a loss, and no parameter for the Trainer to see.
    assert models.forward_facts(found, odd) == ((), True, True)


def test_dataclass_fields_in_constructor_order() -> None:
    found = index(
        lib__args="""
            @dataclass
            class Base:
                output_dir: str
                bf16: bool = field(default=False, metadata={})
                kinds: ClassVar[list] = []
                hidden: int = field(init=False)
                steps: dict = field(default_factory=dict)

            @dataclass
            class Config(Base):
                max_length: int | None = 1024
                bf16: bool | None = None
                computed: float = 1 / 6
        """
    )
    said = signatures.dataclass_signature(found, found.named("Config")[0])
    assert [signatures.cell(item) for item in said.parameters] == [
        ("output_dir",),
        ("bf16", "None"),
        ("steps", None),
        ("max_length", "1024"),
        ("computed", None),
    ]


def test_a_signature_with_a_renamed_argument() -> None:
    found = index(
        lib__trainer="""
            class Trainer:
                @deprecate_kwarg("tokenizer", new_name="processing_class", version="5.0.0")
                def __init__(self, model=None, *, processing_class=None): ...
        """
    )
    said = signatures.init_signature(found, found.named("Trainer")[0])
    assert [item.name for item in said.parameters] == ["model", "processing_class"]
    assert said.keyword_only == ("processing_class",)
    assert said.renamed == (("tokenizer", "processing_class"),)


def test_a_shim_is_seen_through() -> None:
    found = index(
        trl__trainer__kto="""
            with quiet():
                from ..experimental.kto import KTOTrainer as _KTOTrainer

            class KTOTrainer(_KTOTrainer):
                def __init__(self, *args, **kwargs):
                    super().__init__(*args, **kwargs)
        """,
        trl__experimental__kto__kto_trainer="""
            class KTOTrainer(Trainer):
                def __init__(self, model, ref_model=None): ...
        """,
    )
    shim = next(item for item in found.named("KTOTrainer") if item.module == "trl.trainer.kto")
    assert [item.name for item in signatures.init_signature(found, shim).parameters] == ["model", "ref_model"]


def test_relative_imports_name_their_module() -> None:
    module = read_module("a/b/c.py", "from ..x import Y\nfrom . import z\nfrom q.r import S as T\n")
    assert module.imports == {"Y": ("a.x", "Y"), "z": ("a.b", "z"), "T": ("q.r", "S")}
