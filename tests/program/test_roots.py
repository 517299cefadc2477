"""What no visible code calls is run by itself: with parameters, objects and an order that are not known."""

import pytest

from tests.program.scripts import PRELUDE, TRAIN, rules

SEED = ["seq2seq-collator-no-labels"]
INDENTED = TRAIN.strip().replace("\n", "\n    ")
DEEPER = INDENTED.replace("\n", "\n    ")
BUILD = TRAIN.strip().splitlines()[0]

FOUND = {
    "a function that nobody calls": f"def run():\n    {INDENTED}\n",
    "a function for fire": f"import fire\ndef run(epochs=3):\n    {INDENTED}\nfire.Fire(run)\n",
    "a typer command": f"""
import typer
app = typer.Typer()
@app.command()
def run(epochs: int = 3):
    {INDENTED}
app()
""",
    "a click command": f"import click\n@click.command()\ndef run():\n    {INDENTED}\nrun()\n",
    "a hydra main": f"import hydra\n@hydra.main(config_path='.')\ndef run(config):\n    {INDENTED}\nrun()\n",
    "a launcher": f"""
from accelerate import notebook_launcher
def run():
    {INDENTED}
notebook_launcher(run, num_processes=2)
""",
    "a method of a class that nobody makes": f"class Run:\n    def go(self):\n        {DEEPER}\n",
    "a helper that only a root calls": f"def fit():\n    {INDENTED}\ndef run():\n    fit()\n",
}


@pytest.mark.parametrize("code", FOUND.values(), ids=FOUND.keys())
def test_the_error_is_found_in(code: str) -> None:
    assert rules(PRELUDE + code) == SEED


SILENT = {
    "a parameter": f"def run(data):\n    {INDENTED}\n",
    "a parameter with a default": f"def run(collator=collator):\n    {INDENTED}\n",
    "an attribute of self": f"class Run:\n    def go(self):\n        data = self.data\n        {DEEPER}\n",
    "a class attribute that may have been set": f"""
class Run:
    data = data
    def go(self):
        data = self.data
        {DEEPER}
""",
    "a global that another function sets": f"""
def prepare():
    global data
    data = raw
def run():
    {INDENTED}
""",
    "a global that a function below sets": f"""
def run():
    {INDENTED}
def prepare():
    global data
    data = raw
""",
    "an object that another function changes": f"""
def prepare():
    data.set_transform(print)
def run():
    {INDENTED}
""",
    "an object that another function hands over": f"""
import lib
def prepare():
    lib.prepare(data)
def run():
    {INDENTED}
""",
    "a trainer of the module that a root changes": BUILD
    + "\ndef run():\n    trainer.data_collator = lambda rows: rows\n    trainer.train()\n",
    "a trainer of the module that a root hands over": BUILD + "\nimport lib\ndef run():\n    lib.run(trainer)\n",
    "a trainer that is returned": f"def build():\n    {BUILD}\n    return trainer\n",
    "a trainer that is yielded": f"""
import contextlib
@contextlib.contextmanager
def build():
    {BUILD}
    yield trainer
""",
    "a trainer that a callback makes before all is set up": """
import lib
lib.register(lambda: Trainer(model=model, args=args, train_dataset=data, data_collator=collator))
data = raw
""",
    "a training that a callback may start before all is set up": f"""
import lib
def run():
    {INDENTED}
lib.register(run)
data = raw
lib.start()
""",
}


@pytest.mark.parametrize("code", SILENT.values(), ids=SILENT.keys())
def test_nothing_is_known_of(code: str) -> None:
    assert rules(PRELUDE + code) == []
