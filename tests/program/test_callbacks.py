"""What is run by others while a script trains: callbacks of the trainer, registered functions, cells of a notebook."""

import pytest

from tests.program.scripts import PRELUDE, TRAIN, found, rules, silent

CALLBACK = """
class Swap(TrainerCallback):
    def __init__(self, trainer=None):
        self.trainer = trainer
    def {event}(self, args, state, control, **kwargs):
        {body}
trainer = Trainer(model=model, args=args, train_dataset=data, data_collator=collator, callbacks={listed})
trainer.add_callback({added})
trainer.train()
"""
CHANGES = {
    "the collator": "self.trainer.data_collator = DefaultDataCollator()",
    "the data": "self.trainer.train_dataset = raw",
    "the collator of the loader": "kwargs['train_dataloader'].collate_fn = print",
    "a loader that it gets": "loader = kwargs.get('train_dataloader')\n        loader.collate_fn = print",
    "the forward of the model": "kwargs['model'].forward = print",
}
HARMLESS = {
    "it evaluates": "self.trainer.evaluate()",
    "it prints": "print(state.global_step, self.trainer.data_collator)",
    "it decides": "control.should_training_stop = True",
}
REGISTERED = {
    "a registered function binds the collator": """
import lib
@lib.on_start
def prepare():
    global collator
    collator = DefaultDataCollator()
lib.start()
""",
    "a command binds the data": """
import lib
app = lib.App()
@app.command()
def prepare(path: str):
    global data
    data = lib.read(path)
app()
""",
    "a registered function binds what is set behind it": """
import lib
@lib.on_start
def prepare():
    global collator
    collator = DefaultDataCollator()
collator = DataCollatorForSeq2Seq(tokenizer)
lib.start()
""",
    "a thread binds it later": """
import threading
def prepare():
    global collator
    collator = DefaultDataCollator()
thread = threading.Thread(target=prepare)
collator = DataCollatorForSeq2Seq(tokenizer)
thread.start()
""",
}


@pytest.mark.parametrize("event", ["on_init_end", "on_train_begin", "on_epoch_begin", "on_step_begin"])
@pytest.mark.parametrize("body", CHANGES.values(), ids=CHANGES)
def test_a_callback_may_change_the_training(body: str, event: str) -> None:
    after = CALLBACK.format(event=event, body=body, listed="None", added="Swap(trainer)")
    assert silent("", after=after)


@pytest.mark.parametrize(
    "body", ["args.x = 1\n        kwargs['model'].forward = print", CHANGES["the collator of the loader"]]
)
@pytest.mark.parametrize("listed", ["[Swap]", "[Swap()]"])
def test_so_may_one_that_the_trainer_is_built_with(listed: str, body: str) -> None:
    after = CALLBACK.format(event="on_train_begin", body=body, listed=listed, added="None")
    assert silent("", after=after)


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS)
def test_a_callback_that_only_looks_does_not_silence(body: str) -> None:
    after = CALLBACK.format(event="on_train_begin", body=body, listed="[Swap]", added="Swap(trainer)")
    assert found("", after=after)


@pytest.mark.parametrize("body", REGISTERED.values(), ids=REGISTERED)
def test_a_function_in_the_hands_of_others_binds_at_any_time(body: str) -> None:
    assert silent(body)


def test_a_registered_function_that_binds_nothing_of_it_does_not_silence() -> None:
    assert found("import lib\n@lib.on_start\ndef prepare():\n    global count\n    count = 1\nlib.start()")


def indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.strip().splitlines())


NOTEBOOK = f"""
import marimo
app = marimo.App(width="medium")


@app.cell
def _(collator, data, model, args, Trainer):
{indented(TRAIN)}
    return (trainer,)


@app.cell(hide_code=True)
def _():
{indented(PRELUDE.replace("import *", "import AutoTokenizer, AutoModelForCausalLM, TrainingArguments, Trainer"))}
    return args, data, model, raw, tokenizer, Trainer


@app.cell
def _(tokenizer):
    from transformers import DataCollatorForSeq2Seq
    return


if __name__ == "__main__":
    app.run()
""".replace("    collator = DataCollatorForSeq2Seq(tokenizer)\n", "").replace(
    "    return\n", "    collator = DataCollatorForSeq2Seq(tokenizer)\n    return (collator,)\n"
)


def test_cells_of_a_marimo_notebook_are_code_of_the_module_in_the_order_of_their_names() -> None:
    assert rules(NOTEBOOK) == ["seq2seq-collator-no-labels"]


def test_a_cell_that_makes_the_labels_silences() -> None:
    cell = """
@app.cell
def _(data, raw):
    labelled = raw
    return (labelled,)

"""
    code = NOTEBOOK.replace("train_dataset=data", "train_dataset=labelled").replace(
        "(collator, data,", "(collator, labelled,"
    )
    assert rules(code.replace("if __name__", cell + "if __name__")) == []
