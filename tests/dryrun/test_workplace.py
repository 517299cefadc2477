"""The copy of the working folder: it looks the same, can be written to, and is given up when it is not wanted."""

import asyncio
import threading
from pathlib import Path

import pytest

from lossguard.dryrun import workplace
from lossguard.dryrun.job import DryRun
from lossguard.dryrun.result import Outcome
from lossguard.dryrun.workplace import Stopped, imitate, mirror
from tests.dryrun.conftest import plan_of


def test_small_files_are_copied_up_to_a_sum_and_the_rest_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "from"
    folder.mkdir()
    for name in "abcd":
        (folder / name).write_bytes(b"x" * 1_000)
    monkeypatch.setattr(workplace, "COPIED_IN_ALL", 2_500)
    imitate(folder, tmp_path / "to", threading.Event())
    assert [(tmp_path / "to" / name).is_symlink() for name in "abcd"] == [False, False, True, True]
    assert {(tmp_path / "to" / name).read_bytes() for name in "abcd"} == {b"x" * 1_000}


def test_what_is_mounted_in_the_folder_is_linked(tmp_path: Path) -> None:
    if Path("/").stat().st_dev == Path("/proc").stat().st_dev:
        pytest.skip("needs /proc to be a file system of its own")
    stop = threading.Event()
    guard = threading.Timer(60, stop.set)
    guard.start()
    imitate(Path("/"), tmp_path / "to", stop)
    guard.cancel()
    assert (tmp_path / "to" / "proc").is_symlink()


def test_a_copy_that_is_not_wanted_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "a").touch()
    (tmp_path / "to").mkdir()
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        mirror(tmp_path / "from", tmp_path / "to" / "root", stop)


def test_a_run_that_is_cancelled_while_it_copies_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    project = tmp_path / "project"
    project.mkdir()
    for number in range(1_500):
        (project / f"{number}.txt").write_text("x" * 1_000)
    (project / "train.py").write_text("print('ran')")

    async def cancelled(by_task: bool) -> Outcome | None:
        job = DryRun(plan_of(project / "train.py"))
        task = asyncio.ensure_future(job.run())
        while not any(scratch.glob("*/work/**/1.txt")):
            await asyncio.sleep(0.001)
        if by_task:
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return None
        job.cancel()
        return (await task).outcome

    assert asyncio.run(cancelled(False)) is Outcome.CANCELLED
    assert list(scratch.iterdir()) == []
    asyncio.run(cancelled(True))
    assert list(scratch.iterdir()) == []
