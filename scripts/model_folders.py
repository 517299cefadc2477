"""Makes folders that look like downloaded models: a configuration, a tokenizer, and weights only if they are wanted.

    .venv-dryrun/bin/python scripts/model_folders.py FOLDER [--family qwen2|llama|bert|t5] [--weights]

The configurations have the sizes of real models, so that only a dry run can load them; with ``--weights`` they are a
few thousand parameters, and the folder can be trained with. The tokenizers are trained on the examples' own text.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import AutoConfig, AutoModelForCausalLM, PreTrainedTokenizerFast

DATA = Path(__file__).parents[1] / "examples" / "data"
VOCABULARY = 600
CHAT = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
SMALL = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_window_layers": 2,
}
# The shapes of Qwen2-0.5B, Llama-3-8B, bert-base and t5-small.
FAMILIES: dict[str, dict[str, Any]] = {
    "qwen2": {
        "architectures": ["Qwen2ForCausalLM"],
        "model_type": "qwen2",
        "hidden_size": 896,
        "intermediate_size": 4864,
        "num_hidden_layers": 24,
        "num_attention_heads": 14,
        "num_key_value_heads": 2,
        "vocab_size": 151936,
        "max_position_embeddings": 32768,
        "tie_word_embeddings": True,
        "max_window_layers": 24,
    },
    "llama": {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": 4096,
        "intermediate_size": 14336,
        "num_hidden_layers": 32,
        "num_attention_heads": 32,
        "num_key_value_heads": 8,
        "vocab_size": 128256,
        "max_position_embeddings": 8192,
    },
    "bert": {
        "architectures": ["BertForMaskedLM"],
        "model_type": "bert",
        "hidden_size": 768,
        "intermediate_size": 3072,
        "num_hidden_layers": 12,
        "num_attention_heads": 12,
        "vocab_size": 30522,
    },
    "t5": {
        "architectures": ["T5ForConditionalGeneration"],
        "model_type": "t5",
        "d_model": 512,
        "d_ff": 2048,
        "d_kv": 64,
        "num_layers": 6,
        "num_heads": 8,
        "vocab_size": 32128,
        "decoder_start_token_id": 0,
    },
}
SPECIAL: dict[str, dict[str, str]] = {
    "qwen2": {"pad_token": "<|endoftext|>", "eos_token": "<|im_end|>"},
    "llama": {"bos_token": "<s>", "eos_token": "</s>"},
    "bert": {
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
        "mask_token": "[MASK]",
    },
    "t5": {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--family", choices=sorted(FAMILIES), default="qwen2")
    parser.add_argument("--weights", action="store_true", help="small, with random weights")
    options = parser.parse_args()
    make_folder(options.folder, options.family, options.weights)


def make_folder(folder: Path, family: str, weights: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = make_tokenizer(family)
    tokenizer.save_pretrained(folder)
    ids = {
        name: getattr(tokenizer, name)
        for name in ("pad_token_id", "eos_token_id", "bos_token_id")
        if getattr(tokenizer, name) is not None
    }
    config = {**FAMILIES[family], **ids}
    if weights:
        config = {**config, **SMALL, "vocab_size": len(tokenizer)}
        model_type = config.pop("model_type")
        AutoModelForCausalLM.from_config(AutoConfig.for_model(model_type, **config)).save_pretrained(folder)
    else:
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def make_tokenizer(family: str) -> Any:
    special = SPECIAL[family]
    names = [*special.values(), *(("<|im_start|>",) if family == "qwen2" else ())]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=names, initial_alphabet=alphabet)
    tokenizer.train_from_iterator(_texts(), trainer)
    single = {"llama": "<s> $A", "bert": "[CLS] $A [SEP]", "t5": "$A </s>"}.get(family)
    if single is not None:
        used = [(name, tokenizer.token_to_id(name)) for name in names if name in single]
        tokenizer.post_processor = processors.TemplateProcessing(single=single, special_tokens=used)
    template = {"chat_template": CHAT} if family == "qwen2" else {}
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=512, **special, **template)


def _texts() -> list[str]:
    rows = [json.loads(line) for file in sorted(DATA.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [str(value) for row in rows for value in row.values()]


if __name__ == "__main__":
    main()
