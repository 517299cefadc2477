"""Objects in the hands of code that is not visible, by whichever way they came there: they lose their facts.

Without the body the seed error is certain. Each body is one way to make it go away.
"""

import pytest

from tests.program.scripts import found, silent

HANDED_OVER = {
    "behind a splat": "import lib\nlib.prepare(*lib.args, data)",
    "in a splat of a list that grew in a loop": """
import lib
things = []
for _ in lib.names:
    things.append(data)
lib.prepare(*things)
""",
    "in keywords that are not known": "import lib\nbox = {}\nbox[lib.name] = data\nlib.prepare(**box)",
    "as one of two things": "import lib\nthing = data if lib.flag else lib.other\nlib.prepare(thing)",
    "as an item that is not known which": "import lib\nbox = {'a': data, 'b': raw}\nlib.prepare(box[lib.name])",
    "as an item of a list that is not known which": "import lib\nlib.prepare([data, raw][lib.index])",
    "as a default of get": "import lib\nlib.prepare({}.get(lib.name, data))",
    "as a value of a dict": "import lib\nbox = {lib.name: data}\nfor thing in box.values():\n    lib.prepare(thing)",
    "as an item of a dict": "import lib\nbox = {lib.name: data}\nfor _, it in box.items():\n    lib.prepare(it)",
    "through next": "import lib\nlib.prepare(next(iter([data])))",
    "through max": "import lib\nlib.prepare(max([data, raw], key=len))",
    "through zip": "import lib\nfor thing, other in zip([data], lib.others):\n    lib.prepare(thing)",
    "through itertools": "import lib, itertools\nfor thing in itertools.chain([data]):\n    lib.prepare(thing)",
    "through a copy of a list": "import lib, copy\nfor thing in copy.copy([data]):\n    lib.prepare(thing)",
    "through a slice": "import lib\nlib.prepare([data, raw][:1])",
    "through a match": "import lib\nmatch data:\n    case thing:\n        lib.prepare(thing)",
    "through getattr": "import lib\ngetattr(data, lib.name)(1)",
    "by an unknown method of one of two": "import lib\n(data if lib.flag else raw).set_something()",
    "through a global dict": "import lib\nglobals()['data'] = lib.data",
    "through an update of the global dict": "import lib\nglobals().update(lib.names)",
    "through exec": "exec(open('configurator.py').read())",
    "kept in an attribute of a module": "import lib\nlib.state = data\nlib.run()",
    "kept in an attribute of an unknown object": "import lib\nstate = lib.State()\nstate.data = data\nstate.run()",
    "kept as an item of an unknown object": "import lib\nstate = lib.State()\nstate['data'] = data\nstate.run()",
    "kept in an unknown list": "import lib\nlib.things.append(data)\nlib.run()",
    "kept in an unknown list by +=": "import lib\nthings = lib.things\nthings += [data]\nlib.run()",
    "returned by an unknown function that was given it": """
import lib
same = lib.wrap(data)
same.supervise()
""",
    "by a callback": "import lib\nlib.run(lambda: data.set_transform(lib.transform))",
    "by a callback in a list": "import lib\nlib.run([lambda: data.set_transform(lib.transform)])",
    "by a callback that is a method": """
import lib
class Steps:
    def go(self):
        data.set_transform(lib.transform)
lib.run(Steps().go)
""",
    "by a callback that rebinds it": """
import lib
def prepare():
    global data
    data = lib.load()
lib.run(prepare)
""",
    "by a callback that is a partial": """
import lib, functools
lib.run(functools.partial(lib.prepare, data))
""",
    "by an object of which a method may be called": """
import lib
class Steps:
    def go(self):
        global data
        data = lib.load()
lib.run(Steps())
""",
    "by a callback in a thread": """
import lib, threading
def prepare():
    global data
    data = lib.load()
thread = threading.Thread(target=prepare)
thread.start()
""",
    "by a function called too deeply": """
import lib
def prepare(depth):
    if depth == 0:
        data.set_transform(lib.transform)
    else:
        prepare(depth - 1)
prepare(lib.depth)
""",
    "by a method called too deeply": """
import lib
class Steps:
    def go(self, depth):
        if depth == 0:
            self.finish()
        else:
            self.go(depth - 1)
    def finish(self):
        data.set_transform(lib.transform)
Steps().go(lib.depth)
""",
    "in the closure of a function called too deeply": """
import lib
def outer():
    def go(depth):
        global data
        if depth:
            go(depth - 1)
        else:
            data = lib.load()
    return go
outer()(lib.depth)
""",
    "an attribute of it is changed in place": "import lib\ndata._columns += lib.more",
    "an item of it is deleted": "import lib\ndel data[lib.index]",
    "as a context manager": "import lib\nwith lib.patched(data) as same:\n    same.supervise()",
    "in a generator": "import lib\ndef each():\n    yield data\nfor thing in each():\n    lib.prepare(thing)",
    "inside __enter__": """
import lib
class Patched:
    def __enter__(self):
        data.set_transform(lib.transform)
    def __exit__(self, *error):
        pass
with Patched():
    pass
""",
    "inside __setitem__": """
import lib
class Box:
    def __setitem__(self, key, value):
        value.set_transform(lib.transform)
Box()['a'] = data
""",
    "inside __getitem__": """
import lib
class Box:
    def __getitem__(self, key):
        data.set_transform(lib.transform)
Box()['a']
""",
    "inside __setattr__": """
import lib
class Box:
    def __setattr__(self, name, value):
        lib.prepare(value)
Box().data = data
""",
    "inside a property": """
import lib
class Box:
    @property
    def ready(self):
        data.set_transform(lib.transform)
        return True
Box().ready
""",
    "inside the setter of a property": """
import lib
class Box:
    @property
    def data(self):
        return None
    @data.setter
    def data(self, value):
        lib.prepare(value)
Box().data = data
""",
    "inside __new__": """
import lib
class Box:
    def __new__(cls, data):
        return lib.prepare(data)
Box(data)
""",
    "inside __post_init__": """
import lib
from dataclasses import dataclass
@dataclass
class Box:
    data: object
    def __post_init__(self):
        lib.prepare(self.data)
Box(data)
""",
    "inside a class that an unknown metaclass makes": """
import lib
class Box(metaclass=lib.Meta):
    def __init__(self, data):
        self.data = data
class Mine(DataCollatorForSeq2Seq, metaclass=lib.Meta):
    pass
collator = Mine(tokenizer)
""",
}


@pytest.mark.parametrize("body", HANDED_OVER.values(), ids=HANDED_OVER.keys())
def test_the_data_is_handed_over(body: str) -> None:
    assert silent(body)


COLLATOR = {
    "its class is set": "import lib\ncollator.__class__ = lib.Collator",
    "its method is replaced": "import lib\ncollator.torch_call = lib.call",
    "it is replaced through the class of an object": "type(collator).__call__ = lambda self, rows: rows",
    "it is replaced through __class__": "collator.__class__.__call__ = lambda self, rows: rows",
    "the class is replaced in its module": """
import transformers
transformers.DataCollatorForSeq2Seq = lambda *args: args
collator = transformers.DataCollatorForSeq2Seq(tokenizer)
""",
    "a class attribute is a function": """
import lib
class Mine(DataCollatorForSeq2Seq):
    __call__ = lib.call
collator = Mine(tokenizer)
""",
    "a method is set on the class later": """
import lib
class Mine(DataCollatorForSeq2Seq):
    pass
Mine.torch_call = lib.call
collator = Mine(tokenizer)
""",
    "a method is defined under a condition": """
import lib
class Mine(DataCollatorForSeq2Seq):
    if lib.flag:
        def __call__(self, rows, return_tensors=None):
            return rows
collator = Mine(tokenizer)
""",
    "an unknown base comes first": """
import lib
class Base(DataCollatorForSeq2Seq):
    pass
class Mine(lib.Mixin, Base):
    pass
collator = Mine(tokenizer)
""",
    "its class goes to an unknown function": "import lib\nlib.patch(DataCollatorForSeq2Seq)",
    "an attribute of unknown name is set on its class": "import lib\nsetattr(DataCollatorForSeq2Seq, lib.name, print)",
    "a class of one's own goes to an unknown function": """
import lib
class Mine(DataCollatorForSeq2Seq):
    pass
lib.patch(Mine)
collator = Mine(tokenizer)
""",
    "a mock replaces a method of its class": """
from unittest import mock
mock.patch.object(DataCollatorForSeq2Seq, "__call__", print).start()
""",
    "an unknown class decorator": """
import lib
@lib.register
class Mine(DataCollatorForSeq2Seq):
    pass
collator = Mine(tokenizer)
""",
}


@pytest.mark.parametrize("body", COLLATOR.values(), ids=COLLATOR.keys())
def test_the_collator_is_another_one(body: str) -> None:
    assert silent(body)


MODEL = {
    "a class is registered for it": """
import lib
AutoModelForCausalLM.register(lib.Config, lib.Model)
""",
    "forward is replaced": "import lib\nmodel.forward = lib.forward",
    "forward is bound anew": "import lib, types\nmodel.forward = types.MethodType(lib.forward, model)",
    "the loss function is replaced": "import lib\nmodel.loss_function = lib.loss",
    "forward of the class is replaced": "import lib\nQwen2ForCausalLM.forward = lib.forward",
    "forward of the class is replaced in its module": """
import lib
import transformers.models.qwen2.modeling_qwen2 as qwen2
qwen2.Qwen2ForCausalLM.forward = lib.forward
""",
}


@pytest.mark.parametrize("body", MODEL.values(), ids=MODEL.keys())
def test_the_model_is_another_one(body: str) -> None:
    assert silent(body)


ALIASES = {
    "a wrapped trainer is changed through its wrapper": """
import lib
wrapped = lib.wrap(trainer)
trainer.train_dataset = data
trainer.data_collator = collator
trainer.model = model
wrapped.use(DefaultDataCollator())
""",
    "a kept trainer is changed later": """
import lib
lib.keep(trainer)
trainer.train_dataset = data
trainer.data_collator = collator
trainer.model = model
lib.run()
""",
    "in a context that restores it": """
import contextlib
@contextlib.contextmanager
def patched():
    before = trainer.data_collator
    trainer.data_collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    yield
    trainer.data_collator = before
with patched():
    trainer.train()
""",
    "through vars": "import lib\nvars(trainer)['data_collator'] = lib.collator",
    "through __dict__": "import lib\ntrainer.__dict__.update(lib.state)",
    "its method is a function": "import lib\ntrainer.get_train_dataloader = lambda: lib.batches",
    "a callback of an unknown function": """
import lib
def prepare(trainer):
    trainer.data_collator = lib.collator
lib.call(prepare, trainer)
""",
}


@pytest.mark.parametrize("body", ALIASES.values(), ids=ALIASES.keys())
def test_the_trainer_is_changed(body: str) -> None:
    after = "trainer = Trainer(model=model, args=args, train_dataset=data, data_collator=collator)\n" + body
    assert silent("", after=after + ("" if "trainer.train()" in body else "\ntrainer.train()\n"))


HARMLESS = {
    "another function is called": "import lib\nlib.setup()\nlib.seed(1)",
    "something else is handed over": "import lib\nlib.login('token')\nlib.prepare({'a': 1})",
    "a helper without effects is handed over": """
import lib
def measure(rows):
    return len(rows)
lib.register(measure)
""",
    "a helper that only reads is handed over many times": """
import lib
def encode(row):
    return tokenizer(row["text"])
for _ in range(9):
    lib.run(encode)
lib.run(encode, 1)
lib.run(encode, 2)
lib.run(encode, 3)
lib.run(encode, 4)
lib.run(encode, 5)
""",
    "an environment variable is set": "import os\nos.environ['WANDB_DISABLED'] = 'true'",
    "an attribute of torch is set": "import torch\ntorch.backends.cuda.matmul.allow_tf32 = True",
    "a class that has nothing to do with it": """
class Timer:
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
with Timer() as timer:
    print(timer)
""",
    "a log that is kept": "import logging\nlogger = logging.getLogger()\nlogger.info('rows: %s', data)",
    "a plain attribute": "model.is_parallelizable = True\nmodel.config.use_cache = False",
    "a dataclass with parameters": """
from dataclasses import dataclass
@dataclass(frozen=True)
class Options:
    collator: object = collator
collator = Options().collator
""",
    "a decorator that only wraps": """
import functools
def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("begin")
        return function(*args, **kwargs)
    return wrapper
@timed
def same(thing):
    return thing
data = same(data)
""",
}


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_cannot_change_it_does_not_silence(body: str) -> None:
    assert found(body)
