"""Real trainings, up to their first step: the right check fails at the right line, and none does where all is right.

A script says ``# expect: CODE cause`` on the line that the finding has to begin on. Correct ones are called ``ok_…``.
"""

import asyncio
import re
from pathlib import Path

import pytest

from lossguard.check import Analysis, Assumptions
from lossguard.dryrun.job import DryRun
from lossguard.dryrun.report import to_json
from lossguard.dryrun.result import Outcome, Result, TokenKind
from lossguard.libraries.versions import Resolved, Versions
from lossguard.text.decode import Problem
from lossguard.text.place import Place
from lossguard.text.source import read_source
from scripts.oracle.comparing import Verdict, compare
from tests.dryrun.conftest import Run, plan_of

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.py"))
PATIENCE = 280.0
"""Seconds. A run takes about five; on a machine that does much else it takes a multiple of that."""
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
_EXPECTED = re.compile(r"# expect(-anywhere)?: (\w+) ([\w-]+)")


def expected(script: Path) -> list[tuple[str, str, int | None]]:
    """Code, kind of cause and row (None: any) of each finding."""
    found = []
    for row, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1):
        for anywhere, code, kind in _EXPECTED.findall(line):
            found.append((code, kind, None if anywhere else row))
    return found


def dry_run(script: Path, models: Path, torch_python: str) -> Result:
    return asyncio.run(DryRun(plan_of(script, python=torch_python, folder=models, timeout=PATIENCE)).run())


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_what_is_found(script: Path, models: Path, torch_python: str) -> None:
    result = dry_run(script, models, torch_python)
    wanted = expected(script)
    anywhere = [(code, kind) for code, kind, row in wanted if row is None]
    found = [
        (one.code, one.cause.kind, None if (one.code, one.cause.kind) in anywhere else row_of(one.place))
        for one in result.findings
    ]
    assert found == wanted, [one.message.text() for one in result.findings] or result.summary.text() + result.exception
    assert_causes_are_those_of_the_rules(script, result)
    assert_what_is_explained_is_so(script, result)
    assert result.faults == ()
    assert result.outcome in ({Outcome.STEP} if script.stem.startswith("ok_") else {Outcome.STEP, Outcome.FAILED})
    assert not (models / "finally.txt").exists()


def assert_causes_are_those_of_the_rules(script: Path, result: Result) -> None:
    """What a rule sees in the source and a dry run in the batch is one mistake: same kind, role and place."""
    source = read_source(script.name, script.read_bytes())
    assert not isinstance(source, Problem)
    given = Versions({"transformers": Resolved("5.23.0", "test"), "trl": Resolved("1.16.0", "test")})
    known = Analysis(source.document, assumptions=Assumptions(given)).refresh().findings
    places = {(one.cause.kind, one.cause.role): one.cause.place.span for one in known}
    for finding in result.findings:
        cause = finding.cause
        assert places.get((cause.kind, cause.role), cause.place.span) == cause.place.span


def assert_what_is_explained_is_so(script: Path, result: Result) -> None:
    """What ``lossguard explain`` knows of a training is what was found when it ran."""
    document = plan_of(script).document
    compared = compare(script, to_json(result, document))
    assert [one.text for one in compared if one.verdict is Verdict.WRONG] == []
    assert result.facts is None or any(one.verdict is Verdict.RIGHT for one in compared)


def test_what_differs_from_the_real_run_is_told_with_its_place(models: Path, torch_python: str) -> None:
    result = dry_run(Path(__file__).parent / "scripts" / "ok_loop_for_gpu.py", models, torch_python)
    told = {
        one.what: (one.before, one.after, one.place.source.split("(")[0] if one.place else "") for one in result.changes
    }
    assert told == {
        "mixed_precision": ("fp16", "no", 'mixed_precision="fp16"'),
        "log_with": ("tensorboard", "None", 'log_with="tensorboard"'),
        "attn_implementation": ("flash_attention_2", "sdpa", 'attn_implementation="flash_attention_2"'),
        "model": (told["model"][0], told["model"][1], "AutoModelForCausalLM.from_config"),
        "adapters": ("adapter", "random weights", "PeftModel.from_pretrained"),
        "torch.compile": ("on", "off", "torch.compile"),
        "device": ("cuda", "cpu", told["device"][2]),
        "rows": ("5,000", "64", "Dataset.from_list"),
        "Dataset.select": ("range(1000, 2000)", "fit for 64 rows", told["Dataset.select"][2]),
        "num_workers": ("4", "0", "num_workers=4"),
    }
    assert result.model is not None
    assert (result.model.parameters, result.model.kind) == (494_032_768, "Qwen2ForCausalLM")
    assert result.model.miniature_parameters is not None
    assert result.model.miniature_parameters < 12_000_000


def test_a_training_without_a_step_is_none(models: Path, torch_python: str, tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    text = (Path(__file__).parent / "scripts" / "ok_classifier.py").read_text(encoding="utf-8")
    script.write_text(text.replace('TrainingArguments("out"', 'TrainingArguments("out", num_train_epochs=0'))
    result = dry_run(script, models, torch_python)
    assert (result.outcome, result.findings) == (Outcome.NO_TRAINING, ())
    assert result.summary.text() == "The script ended without a training step."


def test_callbacks_of_the_script_take_part_and_what_is_left_out_is_told(
    models: Path, torch_python: str, tmp_path: Path
) -> None:
    script = tmp_path / "train.py"
    text = (Path(__file__).parent / "scripts" / "ok_classifier.py").read_text(encoding="utf-8")
    own = (
        "from transformers import EarlyStoppingCallback, TrainerCallback\n"
        "class Own(TrainerCallback):\n"
        "    def on_train_begin(self, *values, **options):\n"
        "        print('own callback', flush=True)\n"
    )
    text = text.replace("data_collator=collator", "data_collator=collator, callbacks=[Own(), EarlyStoppingCallback()]")
    script.write_text(own + text.replace(".train()", ".train(resume_from_checkpoint=True)"))
    result = dry_run(script, models, torch_python)
    assert (result.outcome, result.findings, result.faults) == (Outcome.STEP, (), ())
    assert "own callback" in result.output
    places = {one.what: one.place.source for one in result.changes if one.place}
    assert places["callback EarlyStoppingCallback"] == "callbacks=[Own(), EarlyStoppingCallback()]"
    assert places["resume_from_checkpoint"] == "resume_from_checkpoint=True"


def test_a_dataset_that_is_not_on_this_machine_is_no_mistake(run: Run, torch_python: str) -> None:
    script = 'from datasets import load_dataset\nload_dataset("glue", "mrpc")\n'
    result = run(script, python=torch_python, timeout=PATIENCE)
    assert (result.outcome, result.findings) == (Outcome.BLOCKED, ())
    assert "not on this machine yet" in result.summary.text()


def in_full_mode(folder: Path, models: Path, python: str, device: str) -> Result:
    script = folder / "train.py"
    text = (Path(__file__).parent / "scripts" / "ok_language_modeling.py").read_text(encoding="utf-8")
    script.write_text(text.replace('"qwen2"', '"small"'), encoding="utf-8")
    plan = plan_of(script, python=python, folder=models, timeout=PATIENCE, mode="full", device=device)
    return asyncio.run(DryRun(plan).run())


def test_full_mode_runs_the_weights_that_are_there(models: Path, torch_python: str, tmp_path: Path) -> None:
    result = in_full_mode(tmp_path, models, torch_python, "cpu")
    assert (result.outcome, result.findings, result.mode) == (Outcome.STEP, (), "full")
    assert result.model is not None
    assert result.model.miniature_parameters is None
    assert "model" not in {one.what for one in result.changes}


@pytest.mark.gpu
def test_full_mode_runs_on_the_gpu(models: Path, cuda_python: str, tmp_path: Path) -> None:
    for device in ("auto", "cuda"):
        result = in_full_mode(tmp_path, models, cuda_python, device)
        assert (result.outcome, result.findings, result.mode) == (Outcome.STEP, (), "full")
        assert result.device.startswith("cuda")
        assert "bf16" not in {change.what for change in result.changes}


def test_each_token_is_trained_masked_or_padding(models: Path, torch_python: str) -> None:
    result = dry_run(Path(__file__).parent / "scripts" / "ok_masked_prompt.py", models, torch_python)
    assert len(result.rows) == 8
    for row in result.rows[:4]:
        texts = {kind: "".join(token.text for token in row.tokens if token.kind is kind) for kind in TokenKind}
        assert texts[TokenKind.MASKED] == "Say something about rivers, dogs, the sky and numbers: "
        assert texts[TokenKind.TRAINED] == row.trained_text
        assert row.trained_text.endswith(".<|im_end|>") or row.trained_text.endswith("?<|im_end|>")
        assert row.trained == sum(token.kind is TokenKind.TRAINED for token in row.tokens)
        assert set(texts[TokenKind.PADDING].split("<|endoftext|>")) == {""}
    assert result.supervised_share is not None
    assert 0.2 < result.supervised_share < 0.6
    assert {tensor.name: tensor.dtype for tensor in result.batch}["labels"] == "int64"


def row_of(place: Place) -> int:
    return place.part.lines.position(place.span[0])[0] + 1
