"""MOD011."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.reading import method
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.value import ABSENT, Constant, Symbol

MESSAGE = (
    "every weight of `{model}` is frozen here, and nothing is added that could be trained: `{trainer}` stops at the "
    "first step with `element 0 of tensors does not require grad`, or leaves the model as it is"
)
TRAINED = "it is trained here"
TRAINABLE = "Load the adapter with `is_trainable=True`"

_OWN_STEPS = frozenset(("create_optimizer", "create_optimizer_and_scheduler", "_wrap_model", "create_model"))


class NothingTrainable(Rule):
    """
    ## What it does
    Finds a model that is trained although all its weights are frozen: by a loop over its parameters, by
    `requires_grad_(False)`, by `prepare_model_for_kbit_training` without an adapter behind it, or by
    `PeftModel.from_pretrained` without `is_trainable=True`.

    ## Why it is bad
    There is nothing to train: `RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn`.
    Where gradient checkpointing gives the inputs a gradient, as `SFTTrainer` does since trl 0.22, the run goes on, a
    loss is logged, and the weights are the same at its end.

    ## Example
    ```python
    from datasets import load_dataset
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM
    from trl import SFTConfig, SFTTrainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    for parameter in model.parameters():
        parameter.requires_grad = False
    lora = LoraConfig(r=16, task_type="CAUSAL_LM")
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM
    from trl import SFTConfig, SFTTrainer

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    lora = LoraConfig(r=16, task_type="CAUSAL_LM")
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, peft_config=lora)
    trainer.train()
    ```

    ## Fix safety
    Unsafe: a fix is offered for an adapter that is loaded, which is then trained on.

    ## References
    - [huggingface/peft#1577](https://github.com/huggingface/peft/issues/1577),
      [unslothai/unsloth#445](https://github.com/unslothai/unsloth/issues/445)
    """

    code = "MOD011"
    name = "nothing-trainable"
    severity = Severity.ERROR
    summary = "A model that is trained with all its weights frozen"
    applies = "All versions. Not under Unsloth."
    messages = (MESSAGE, TRAINED, TRAINABLE)

    def check(self, context: Context) -> Iterator[Finding]:
        if context.unsloth:
            return
        seen: set[Place] = set()
        for view in context.trainings:
            place = view.frozen
            if place is None or place in seen or not _is_trained(view):
                continue
            seen.add(place)
            arguments = {"model": view.model_class, "trainer": view.trainer.rpartition(".")[2]}
            cause = Cause("nothing-trainable", "model", place)
            related = (Related(view.training.place, Message(TRAINED)),)
            yield self.finding(context, place, Message(MESSAGE, arguments), cause, related, _fixes(context, place))


def _is_trained(view: TrainingView) -> bool:
    """Whether the trainer trains the model as it is given, and no adapter of its own."""
    model = view.models[0] if len(view.models) == 1 else None
    if model is None or not isinstance(model.type, Symbol) or not view.training.started:
        return False
    own = view.own_loss or view.own_batches or bool(view.overrides & _OWN_STEPS)
    adapted = view.argument("peft_config") not in (ABSENT, Constant(None))
    return (view.is_plain or view.is_sft) and not own and not adapted


def _fixes(context: Context, place: Place) -> tuple[Fix, ...]:
    """``is_trainable=True`` where an adapter is loaded."""
    calls = (call for scope in context.reading.scopes for call in scope.calls if call.place == place)
    load = next((call for call in calls if method(call) == "from_pretrained"), None)
    if load is None or any(argument.star or argument.keyword == "is_trainable" for argument in load.arguments):
        return ()
    found: nodes.Call = load

    def build() -> tuple[Edit, ...]:
        return (editing.add_argument(found, "is_trainable=True"),)

    return (Fix(Message(TRAINABLE), Applicability.UNSAFE, build),)
