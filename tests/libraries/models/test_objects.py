"""Tokenizers, encodings, models, trainers, collators and Unsloth: what is known of them."""

import pytest

from lossguard.libraries.models.modules import RESIZED
from lossguard.values.value import ABSENT, Constant, Unknown, members
from tests.libraries.models.facts import kind, script, thing, token

PAD = {
    "": "pad",  # Qwen's tokenizer comes with one
    "tokenizer.pad_token = tokenizer.eos_token": "eos",
    "tokenizer.pad_token_id = tokenizer.eos_token_id": "eos",
    "tokenizer.pad_token = '<pad>'": "'<pad>'",
    "tokenizer.pad_token = lib.token": "unknown",
    "tokenizer._pad_token = lib.token": "unknown",
    "tokenizer.add_special_tokens({'pad_token': '<pad>'})": "'<pad>'",
    "tokenizer.add_special_tokens({'pad_token': tokenizer.eos_token})": "eos",
    "tokenizer.add_special_tokens({'eos_token': '<end>'})": "pad",
    "tokenizer.add_special_tokens(lib.tokens)": "unknown",
    "tokenizer.add_tokens(['<a>'])": "pad",
    "if tokenizer.pad_token is None:\n    tokenizer.pad_token = tokenizer.eos_token": "pad",
    "if not tokenizer.pad_token:\n    tokenizer.pad_token = tokenizer.eos_token": "eos | pad",
    "if lib.flag:\n    tokenizer.pad_token = tokenizer.eos_token": "eos | pad",
    "tokens = {}\nif lib.flag:\n    tokens['pad_token'] = '<pad>'\n"
    "tokenizer.add_special_tokens(tokens)": "'<pad>' | pad",
    "tokenizer = AutoTokenizer.from_pretrained('gpt2')": "None",
    "tokenizer = AutoTokenizer.from_pretrained('gpt2', pad_token='<pad>')": "'<pad>'",
    "tokenizer = AutoTokenizer.from_pretrained('gpt2', **lib.options)": "unknown",
    "tokenizer = AutoTokenizer.from_pretrained('someone/unheard-of')": "unknown",
    "tokenizer = AutoTokenizer.from_pretrained(lib.name)": "unknown",
    "tokenizer = GPT2TokenizerFast.from_pretrained('gpt2')": "None",
    "tokenizer = AutoTokenizer.from_pretrained('gpt2')\n"
    "if tokenizer.pad_token is None:\n    tokenizer.pad_token = tokenizer.eos_token": "eos",
    "tokenizer = AutoTokenizer.from_pretrained(lib.name)\n"
    "if tokenizer.pad_token is None:\n    tokenizer.pad_token = tokenizer.eos_token": "unknown",
    "tokenizer = AutoTokenizer.from_pretrained('gpt2')\n"
    "tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token": "eos",
    "setattr(tokenizer, 'pad_token', tokenizer.eos_token)": "eos",
    "setattr(tokenizer, lib.name, tokenizer.eos_token)": "unknown",
    "lib.prepare(tokenizer)": "unknown",
    "DataCollatorForSeq2Seq(tokenizer)([raw[0], raw[1]])": "pad",
    "class C(DataCollatorForSeq2Seq):\n    def torch_call(self, rows):\n        lib.change(self.tokenizer)\n"
    "C(tokenizer)([raw[0]])": "unknown",
    "def f(row):\n    tokenizer.pad_token = tokenizer.eos_token\n    return {}\nraw.map(f)": "eos | pad",
    "from unsloth.chat_templates import get_chat_template\n"
    "tokenizer = get_chat_template(tokenizer, 'chatml')": "unknown",
    "from trl import setup_chat_format\nmodel, tokenizer = setup_chat_format(model, tokenizer)": "'<|im_end|>'",
    "from trl.models.utils import setup_chat_format\nsetup_chat_format(model, tokenizer)": "'<|im_end|>'",
    "from trl import setup_chat_format\nsetup_chat_format(model, tokenizer, format=lib.name)": "unknown",
    "from trl import setup_chat_format\n"
    "setup_chat_format(model, tokenizer if lib.flag else AutoTokenizer.from_pretrained('gpt2'))": "unknown",
    "from trl import clone_chat_template\n"
    "model, tokenizer, _ = clone_chat_template(model, tokenizer, 'Qwen/Qwen3-0.6B')": "pad",
    "from trl import clone_chat_template\ntokenizer.pad_token = tokenizer.eos_token\n"
    "clone_chat_template(model, tokenizer, 'Qwen/Qwen3-0.6B')": "unknown",
    # Unsloth replaces one that is EOS, and its templates keep one that is not
    "from unsloth import FastLanguageModel\nmodel, tokenizer = FastLanguageModel.from_pretrained('gpt2')\n"
    "if tokenizer.pad_token is None:\n    tokenizer.pad_token = tokenizer.eos_token": "pad",
    "from unsloth import FastLanguageModel\nfrom unsloth.chat_templates import get_chat_template\n"
    "model, tokenizer = FastLanguageModel.from_pretrained('gpt2')\n"
    "tokenizer = get_chat_template(tokenizer, 'chatml')": "pad",
    # an option of the template makes no column: what the call returns is known, and changes nothing
    "from unsloth import FastLanguageModel\nmodel, tokenizer = FastLanguageModel.from_pretrained('gpt2')\n"
    "tokenizer.apply_chat_template([], return_dict=True, reasoning_effort='low').to('cuda')": "pad",
}


@pytest.mark.parametrize(("code", "wanted"), PAD.items())
def test_the_pad_token(code: str, wanted: str) -> None:
    assert token(code) == wanted


SET_UP = {
    "eos_token": "'<|im_end|>'",
    "bos_token": "'<|im_start|>'",
    "chat_template": "{% for message in messages %}",
}


@pytest.mark.parametrize(("attribute", "wanted"), SET_UP.items())
def test_setup_chat_format_sets_chatml(attribute: str, wanted: str) -> None:
    code = "from trl import setup_chat_format\nmodel, tokenizer = setup_chat_format(model, tokenizer)"
    assert wanted in token(code, attribute)


RESIZES = {
    "setup_chat_format(model, tokenizer)": True,
    "clone_chat_template(model, tokenizer, 'a')": True,
    "lib.resize(model)": False,
}


@pytest.mark.parametrize(("code", "wanted"), RESIZES.items())
def test_a_chat_format_resizes_the_embeddings(code: str, wanted: bool) -> None:
    model = thing(f"from trl import clone_chat_template, setup_chat_format\n{code}", "model")
    assert model is not None
    assert (model.get(RESIZED) == Constant(True)) is wanted


def keys(code: str) -> str:
    encoding = thing(f"x = {code}")
    assert encoding is not None
    assert encoding.kind == "encoding"
    names = []
    for name in ("input_ids", "attention_mask", "labels", "special_tokens_mask", "offset_mapping", "length"):
        value = encoding.get(name)
        if value != ABSENT:
            names.append(name + ("?" if ABSENT in members(value) or isinstance(value, Unknown) else ""))
    return " ".join(names)


ENCODINGS = {
    "tokenizer('a')": "input_ids attention_mask",
    "tokenizer(['a'], padding=True, truncation=True, max_length=9, return_tensors='pt')": "input_ids attention_mask",
    "tokenizer('a', text_target='b')": "input_ids attention_mask labels",
    "tokenizer('a', None, 'b')": "input_ids attention_mask labels",
    "tokenizer(text='a', text_target='b')": "input_ids attention_mask labels",
    "tokenizer(text_target='b')": "input_ids attention_mask",
    "tokenizer('a', text_target=None)": "input_ids attention_mask",
    "tokenizer('a', **{'text_target': 'b'})": "input_ids attention_mask labels",
    "tokenizer('a', **lib.options)": "input_ids attention_mask labels? special_tokens_mask? offset_mapping? length?",
    "tokenizer('a', word_labels=[1])": "input_ids attention_mask labels? special_tokens_mask? offset_mapping? length?",
    "tokenizer('a', return_special_tokens_mask=True)": "input_ids attention_mask special_tokens_mask",
    "tokenizer('a', return_offsets_mapping=True)": "input_ids attention_mask offset_mapping?",
    "tokenizer('a', return_length=True)": "input_ids attention_mask length?",
}


@pytest.mark.parametrize(("code", "wanted"), ENCODINGS.items())
def test_an_encoding(code: str, wanted: str) -> None:
    assert keys(code) == wanted


KINDS = {
    "x = model": "model AutoModelForCausalLM",
    "x = model.to('cuda')": "model AutoModelForCausalLM",
    "from peft import *\nx = get_peft_model(model, LoraConfig())": "model AutoModelForCausalLM",
    "from peft import *\nx = prepare_model_for_kbit_training(model)": "model AutoModelForCausalLM",
    "from peft import *\nx = get_peft_model(lib.model, LoraConfig())": "unknown",
    "from peft import *\nx = get_peft_model(model if lib.flag else lib.model, LoraConfig())": "unknown",
    "x = torch_model(model)": "unknown",
    "x = GPT2LMHeadModel(GPT2Config())": "model GPT2LMHeadModel",
    "x = AutoModelForSequenceClassification.from_config(lib.config)": "model AutoModelForSequenceClassification",
    "from accelerate import Accelerator\nx = Accelerator().prepare(model)": "model AutoModelForCausalLM",
    "from accelerate import Accelerator\nx, y = Accelerator().prepare(model, raw)": "model AutoModelForCausalLM",
    "from accelerate import Accelerator\nx, y = Accelerator().prepare(*lib.things)": "unknown",
    "from unsloth import FastLanguageModel\nx, y = FastLanguageModel.from_pretrained('a')": "model FastLanguageModel",
    "from unsloth import FastLanguageModel\ny, x = FastLanguageModel.from_pretrained('a')": "tokenizer AutoTokenizer",
    "from unsloth import *\nx, y = FastLanguageModel.from_pretrained('a')\n"
    "x = FastLanguageModel.get_peft_model(x, r=8)": "model FastLanguageModel",
    "from unsloth import FastVisionModel\ny, x = FastVisionModel.from_pretrained('a')": "processor AutoProcessor",
    "from unsloth import FastVisionModel\ny, p = FastVisionModel.from_pretrained('a')\np(lib.image, 'a').to('cuda')\n"
    "x = p.tokenizer": "tokenizer AutoTokenizer",
    "x = DataCollatorForSeq2Seq(tokenizer)": "collator DataCollatorForSeq2Seq",
    "x = DataCollatorForLanguageModeling(tokenizer, mlm=False)": "collator DataCollatorForLanguageModeling",
    "import functools\nx = functools.partial(DataCollatorForSeq2Seq, tokenizer)()": "collator DataCollatorForSeq2Seq",
    "x = lib.DataCollatorForSeq2Seq(tokenizer)": "unknown",
    "import copy\nx = copy.copy(model)": "model AutoModelForCausalLM",
}


@pytest.mark.parametrize(("code", "wanted"), KINDS.items())
def test_the_kind_of_an_object(code: str, wanted: str) -> None:
    assert kind(code) == wanted


TRAINERS = {
    "keywords": "x = Trainer(model=model, args=args, train_dataset=raw, data_collator=collator)",
    "positions": "x = Trainer(model, args, collator, raw)",
    "both": "x = Trainer(model, args, train_dataset=raw, data_collator=collator)",
    "a splat of a dict": "o = dict(args=args, train_dataset=raw)\nx = Trainer(model, **o, data_collator=collator)",
    "a splat of a tuple": "x = Trainer(*(model, args), train_dataset=raw, data_collator=collator)",
    "a partial": "import functools\nx = functools.partial(Trainer, model, args)(collator, train_dataset=raw)",
    "a subclass": "class T(Trainer):\n    pass\nx = T(model, args, collator, raw)",
    "a subclass that hands on": """
class T(Trainer):
    def __init__(self, *args, weight=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.weight = weight
x = T(model, args, train_dataset=raw, data_collator=collator, weight=1)
""",
    "attributes set later": "x = Trainer(model, args)\nx.train_dataset = raw\nx.data_collator = collator",
    "a trainer of trl": "from trl import SFTTrainer\nx = SFTTrainer(model, args, collator, raw)",
}


@pytest.mark.parametrize("code", TRAINERS.values(), ids=TRAINERS.keys())
def test_a_trainer_is_read_however_it_is_given_its_arguments(code: str) -> None:
    run = script(f"args = TrainingArguments('o')\ncollator = DataCollatorForSeq2Seq(tokenizer)\n{code}\n")
    trainer = run.heap[run.lookup("x")]  # type: ignore[index]
    for name, wanted in {"model": "model", "args": "args", "train_dataset": "raw", "data_collator": "collator"}.items():
        assert trainer.get(name) == run.lookup(wanted), name
    assert trainer.rest is None


def test_a_trainer_with_arguments_that_are_not_visible() -> None:
    trainer = thing("x = Trainer(model, **lib.options)")
    assert trainer is not None
    assert isinstance(trainer.get("data_collator"), Unknown)


def test_a_dpo_trainer_counts_its_positions_in_its_own_way() -> None:
    trainer = thing("from trl import DPOTrainer\nx = DPOTrainer(model, None, 'args', 'collator', raw)")
    assert trainer is not None
    assert trainer.get("args") == Constant("args")
    assert trainer.get("data_collator") == Constant("collator")


ARGUMENTS = {
    "TrainingArguments('o', remove_unused_columns=False)": False,
    "TrainingArguments('o')": None,
    "TrainingArguments('o', **{'remove_unused_columns': False})": False,
    "TrainingArguments('o', **lib.options)": ...,
    "Mine('o')": False,
    "Mine('o', remove_unused_columns=True)": True,
    "After('o')": False,
    "Undecorated('o')": ...,
}


@pytest.mark.parametrize(("code", "wanted"), ARGUMENTS.items())
def test_training_arguments(code: str, wanted: object) -> None:
    run = script(f"""
from dataclasses import dataclass
@dataclass
class Mine(TrainingArguments):
    remove_unused_columns: bool = False
@dataclass
class After(TrainingArguments):
    def __post_init__(self):
        super().__post_init__()
        self.remove_unused_columns = False
class Undecorated(TrainingArguments):
    remove_unused_columns = False
x = {code}
""")
    value = run.heap[run.lookup("x")].get("remove_unused_columns")  # type: ignore[index]
    shown = value.value if isinstance(value, Constant) else None if value == ABSENT else ...
    assert shown == wanted


UNSLOTH = "from unsloth.chat_templates import train_on_responses_only\nx = Trainer(model, None, None, raw)\n"
MASKED = {
    "directly": "x = train_on_responses_only(x)",
    "by keyword": "x = train_on_responses_only(trainer=x, instruction_part='a', response_part='b')",
    "without rebinding": "train_on_responses_only(x)",
    "by an alias of the function": "mask = train_on_responses_only\nx = mask(x)",
    "by an alias of the trainer": "y = x\ny = train_on_responses_only(y)",
    "in a helper": "def mask(trainer):\n    return train_on_responses_only(trainer)\nx = mask(x)",
    "in a helper that uses the global": "def mask():\n    train_on_responses_only(x)\nmask()",
    "through the module": "import unsloth\nx = unsloth.train_on_responses_only(x)",
    "from unsloth_zoo": "from unsloth_zoo.dataset_utils import train_on_responses_only as t\nx = t(x)",
}


@pytest.mark.parametrize("code", MASKED.values(), ids=MASKED.keys())
def test_responses_are_masked(code: str) -> None:
    trainer = thing(UNSLOTH + code)
    assert trainer is not None
    assert trainer.get("#responses only") == Constant(True)


PERHAPS = {
    "on one path": "if lib.flag:\n    x = train_on_responses_only(x)",
    "as a function": "f = train_on_responses_only(x, return_function=True)",
    "in a callback": "lib.run(lambda: train_on_responses_only(x))",
    "where it may fail": "try:\n    lib.check()\n    x = train_on_responses_only(x)\nexcept Exception:\n    pass",
}


@pytest.mark.parametrize("code", PERHAPS.values(), ids=PERHAPS.keys())
def test_responses_may_be_masked(code: str) -> None:
    trainer = thing(UNSLOTH + code)
    assert trainer is not None
    assert trainer.get("#responses only") not in (ABSENT, Constant(True))
