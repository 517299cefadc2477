"""Environments with small releases of transformers and trl, laid out as the real ones are."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

TRANSFORMERS = {
    "__init__.py": 'from .trainer import Trainer\n_import_structure = {"training_args": ["TrainingArguments"]}\n',
    "trainer.py": """
        class Trainer:
            def __init__(self, model=None, args=None, data_collator=None, processing_class=None):
                self.model_accepts_loss_kwargs = True

            def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None): ...
    """,
    "training_args.py": """
        @dataclass
        class TrainingArguments:
            output_dir: str | None = None
            remove_unused_columns: bool = False
    """,
    "tokenization_utils_base.py": """
        class PreTrainedTokenizerBase:
            def apply_chat_template(self, conversation, tools=None, return_dict: bool = True): ...
    """,
    "models/auto/modeling_auto.py": """
        MODEL_FOR_CAUSAL_LM_MAPPING_NAMES = OrderedDict([("llama", "LlamaForCausalLM"), ("new", "NewForCausalLM")])

        class AutoModelForCausalLM(_BaseAutoModelClass):
            _model_mapping = MODEL_FOR_CAUSAL_LM_MAPPING
    """,
    "models/llama/modeling_llama.py": """
        class LlamaForCausalLM(PreTrainedModel):
            def forward(self, input_ids, labels=None, **kwargs):
                loss = self.loss_function(labels)
                return loss
    """,
    "models/new/modeling_new.py": """
        from ..llama.modeling_llama import LlamaForCausalLM

        class NewForCausalLM(LlamaForCausalLM): ...
    """,
}
"""Sources by their path; what a rule of each gate asks for is there, as in the newest release."""


def environment(folder: Path, *releases: str, **sources: Mapping[str, str]) -> Path:
    """An environment in which ``transformers==5.99.0`` and the like are installed; sources by library."""
    site = folder / "lib/python3.11/site-packages"
    (folder / "pyvenv.cfg").parent.mkdir(parents=True, exist_ok=True)
    (folder / "pyvenv.cfg").write_text("version = 3.11.4\n")
    for release in releases:
        info = site / f"{release.replace('==', '-')}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").touch()
    for library, files in sources.items():
        for name, text in files.items():
            path = site / library / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), "utf-8")
    return folder


def without(name: str) -> dict[str, str]:
    """The sources of transformers but for one file."""
    return {key: text for key, text in TRANSFORMERS.items() if key != name}
