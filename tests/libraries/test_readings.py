"""Releases that are not shipped, read where they are installed."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from lossguard.libraries.eras import Eras, Knowledge
from lossguard.libraries.installed import InstalledVersions
from lossguard.libraries.knowledge import argument_fields, forward_labels, model_tasks, read_versions
from lossguard.libraries.knowledge.loading import part
from lossguard.libraries.readings import Installation, Readings, unshipped
from lossguard.libraries.versions import Versions
from tests.releases import TRANSFORMERS, environment, without

TORCH = Path(".venv-dryrun")


def installed(folder: Path) -> Versions:
    found = InstalledVersions().of(str(folder))
    assert isinstance(found, Versions)
    return found


def read(readings: Readings, *installations: Installation) -> None:
    for installation in installations:
        subprocess.run(readings.command(installation), check=True, stdin=subprocess.DEVNULL)


def eras(readings: Readings, folder: Path) -> Eras:
    """What is known of an environment whose releases were read."""
    versions = installed(folder)
    found = [readings.find(one) for one in unshipped(versions)]
    return Eras(versions, readings=[one for one in found if one is not None])


@pytest.fixture
def readings(tmp_path: Path) -> Readings:
    return Readings(tmp_path / "cache/readings")


@pytest.mark.parametrize(
    ("version", "is_read"),
    [("5.23.0", False), ("5.23.7", False), ("5.99.0", True), ("4.54.1", True), ("4.36.0", True)],
)
def test_which_releases_are_read(tmp_path: Path, version: str, is_read: bool) -> None:
    folder = environment(tmp_path / "env", f"transformers=={version}", "peft==0.1", transformers=TRANSFORMERS)
    site = str(folder / "lib/python3.11/site-packages")
    assert list(unshipped(installed(folder))) == ([Installation("transformers", version, site)] if is_read else [])


def test_a_release_without_sources_in_its_folder_is_not_read(tmp_path: Path) -> None:
    """Such as one that is installed in development mode."""
    assert not any(unshipped(installed(environment(tmp_path / "env", "transformers==5.99.0"))))


def test_what_is_read_decides(tmp_path: Path, readings: Readings) -> None:
    folder = environment(tmp_path / "env", "transformers==5.99.0", transformers=TRANSFORMERS)
    before = eras(readings, folder)
    assert before.knowledge("transformers") is Knowledge.UNKNOWN
    assert before.at_least("transformers", "5.0") is None
    read(readings, *unshipped(installed(folder)))
    known = eras(readings, folder)
    assert known.knowledge("transformers") is Knowledge.READ
    assert known.at_least("transformers", "4.46") is True
    assert known.at_least("transformers", "5.0") is True
    assert known.at_least("transformers", "6.0") is False
    assert known.model_tasks("NewForCausalLM") == {"causal-lm"}
    assert known.model_tasks("AutoModelForCausalLM") == {"causal-lm"}
    assert known.model_tasks("GPT2LMHeadModel") == frozenset()  # gone
    facts = known.forward_labels("NewForCausalLM")
    assert facts is not None
    assert (facts.label_parameters, facts.var_keywords, facts.returns_loss) == (("labels",), True, True)
    assert known.default("TrainingArguments", "remove_unused_columns") == "False"
    assert known.default("TrainingArguments", "new") is None


def test_a_gate_that_the_sources_do_not_show_stays_shut(tmp_path: Path, readings: Readings) -> None:
    changed = {**TRANSFORMERS, "tokenization_utils_base.py": "class PreTrainedTokenizerBase: ...\n"}
    folder = environment(tmp_path / "env", "transformers==5.99.0", transformers=changed)
    read(readings, *unshipped(installed(folder)))
    assert eras(readings, folder).at_least("transformers", "5.0") is None
    assert eras(readings, folder).at_least("transformers", "4.46") is True


def test_of_a_release_that_is_older_than_all_it_is_read_what_it_has_not_yet(tmp_path: Path, readings: Readings) -> None:
    files = {**TRANSFORMERS, "trainer.py": "class Trainer:\n    def compute_loss(self, model, inputs): ...\n"}
    folder = environment(tmp_path / "env", "transformers==4.30.0", transformers=files)
    assert eras(readings, folder).at_least("transformers", "4.46") is None
    read(readings, *unshipped(installed(folder)))
    assert eras(readings, folder).at_least("transformers", "4.46") is False


def test_another_version_than_the_pinned_one_says_nothing(tmp_path: Path, readings: Readings) -> None:
    folder = environment(tmp_path / "env", "transformers==5.99.0", transformers=TRANSFORMERS)
    read(readings, *unshipped(installed(folder)))
    found = [reading for one in unshipped(installed(folder)) if (reading := readings.find(one))]
    pinned = environment(tmp_path / "other", "transformers==5.98.0")
    assert Eras(installed(pinned), readings=found).knowledge("transformers") is Knowledge.UNKNOWN


@pytest.mark.parametrize("text", ["class NewForCausalLM(LlamaForCausalLM):\n    !new syntax\n", "\0", "(" * 5000])
def test_a_file_that_cannot_be_read_leaves_its_classes_unknown(tmp_path: Path, readings: Readings, text: str) -> None:
    files = {**TRANSFORMERS, "models/new/modeling_new.py": text}
    folder = environment(tmp_path / "env", "transformers==5.99.0", transformers=files)
    read(readings, *unshipped(installed(folder)))
    known = eras(readings, folder)
    assert known.forward_labels("NewForCausalLM") is None
    assert known.forward_labels("LlamaForCausalLM") is not None


def test_what_inherits_from_a_class_that_cannot_be_read_is_unknown(tmp_path: Path, readings: Readings) -> None:
    text = "class LlamaForCausalLM(PreTrainedModel):\n    !new syntax\n"
    files = {**TRANSFORMERS, "models/llama/modeling_llama.py": text}
    folder = environment(tmp_path / "env", "transformers==5.99.0", transformers=files)
    read(readings, *unshipped(installed(folder)))
    assert eras(readings, folder).forward_labels("NewForCausalLM") is None


def test_a_source_that_is_a_pipe_is_passed_over(tmp_path: Path, readings: Readings) -> None:
    folder = environment(tmp_path / "env", "transformers==5.99.0", transformers=TRANSFORMERS)
    os.mkfifo(folder / "lib/python3.11/site-packages/transformers/models/new/modeling_pipe.py")
    read(readings, *unshipped(installed(folder)))
    assert eras(readings, folder).knowledge("transformers") is Knowledge.READ


def test_a_release_that_is_laid_out_otherwise_is_not_known(tmp_path: Path, readings: Readings) -> None:
    files = without("models/auto/modeling_auto.py")
    folder = environment(tmp_path / "env", "transformers==5.99.0", transformers=files)
    [installation] = unshipped(installed(folder))
    ended = subprocess.run(readings.command(installation), capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("FileNotFoundError: ")
    assert readings.find(installation) is None


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"gates": []}', '{"shapes": [1]}', "\ud800"])
def test_a_spoilt_file_is_as_if_it_were_not_there(tmp_path: Path, readings: Readings, content: str) -> None:
    folder = environment(tmp_path / "env", "transformers==5.99.0", transformers=TRANSFORMERS)
    [installation] = unshipped(installed(folder))
    read(readings, installation)
    reading = readings.find(installation)
    assert reading is not None
    Path(reading.path).write_bytes(content.encode("utf-8", "surrogatepass"))
    assert readings.find(installation) is None
    read(readings, installation)
    assert readings.find(installation) is not None


def test_a_development_version_is_read_again_when_it_is_installed_anew(tmp_path: Path, readings: Readings) -> None:
    folder = environment(tmp_path / "env", "transformers==5.99.0.dev0", transformers=TRANSFORMERS)
    [installation] = unshipped(installed(folder))
    read(readings, installation)
    assert readings.find(installation) is not None
    os.utime(folder / "lib/python3.11/site-packages/transformers/__init__.py", ns=(1, 1))
    assert readings.find(installation) is None


def test_readings_that_are_old_are_removed(tmp_path: Path, readings: Readings) -> None:
    folder = environment(tmp_path / "env", "transformers==5.99.0", transformers=TRANSFORMERS)
    [installation] = unshipped(installed(folder))
    old = tmp_path / "cache/readings/transformers-5.98.0-0.json"
    old.parent.mkdir(parents=True)
    old.write_text("{}")
    os.utime(old, (0, 0))
    read(readings, installation)
    assert [path.name for path in old.parent.iterdir()] == [Path(readings.find(installation).path).name]  # type: ignore[union-attr]


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """The real transformers and trl under version numbers of their own, so that they are read."""
    [site] = [*TORCH.glob("lib/python*/site-packages")] or [None]
    if site is None:
        pytest.skip("needs the environment with torch: make .venv-dryrun")
    folder = environment(tmp_path / "env", "transformers==5.99.0", "trl==1.99.0")
    for library in ("transformers", "trl"):
        (folder / "lib/python3.11/site-packages" / library).symlink_to(site.absolute() / library)
    return folder


def test_of_a_release_that_is_shipped_the_same_is_read_where_it_is_installed(real: Path, readings: Readings) -> None:
    version = installed(TORCH).resolved["transformers"].version
    trl = installed(TORCH).resolved["trl"].version
    assert version in read_versions("transformers")
    assert trl in read_versions("trl")
    read(readings, *unshipped(installed(real)))
    known = eras(readings, real)
    for name in (*part("models")["classes"], *part("models")["autos"]):
        shipped = forward_labels(name, version)
        assert known.forward_labels(name) == shipped
        if shipped is not None:
            assert known.model_tasks(name) == model_tasks(name, version)
    for name in ("TrainingArguments", "SFTConfig", "DPOConfig"):
        shipped_eras = Eras(installed(TORCH))
        for field in {field.name for field in argument_fields(name)}:
            assert known.default(name, field) == shipped_eras.default(name, field)
    for library, gate in (("transformers", "5.0"), ("transformers", "4.46"), ("trl", "1.7"), ("trl", "0.18")):
        assert known.at_least(library, gate) is True


def test_a_reading_holds_no_more_than_is_asked(real: Path, readings: Readings) -> None:
    [transformers, trl] = unshipped(installed(real))
    read(readings, transformers, trl)
    sizes = [Path(found.path).stat().st_size for one in (transformers, trl) if (found := readings.find(one))]
    assert sum(sizes) < 150_000
    assert json.loads(Path(readings.find(trl).path).read_bytes())["classes"] == {}  # type: ignore[union-attr]
