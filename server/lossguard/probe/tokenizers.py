"""Tokenizers are the real ones; only where they come from and what is set on them is noted."""

from typing import Any, Callable

from .session import Session, wrap

_NOTED = {
    "pad_token": "pad_token",
    "pad_token_id": "pad_token",
    "eos_token": "eos_token",
    "eos_token_id": "eos_token",
    "padding_side": "padding_side",
    "chat_template": "chat_template",
}


def install(session: Session) -> None:
    session.hooks.after("transformers.tokenization_utils_base", lambda module: _patch(session, module))


def _patch(session: Session, module: Any) -> None:
    tokenizer_class = module.PreTrainedTokenizerBase

    def make_loading(original: Callable[..., Any]) -> Callable[..., Any]:
        def from_pretrained(cls: Any, *values: Any, **options: Any) -> Any:
            site = session.frames.here("tokenizer")
            tokenizer = original(cls, *values, **options)
            session.remember(tokenizer, "tokenizer", site)
            session.tokenizers.append(tokenizer)
            return tokenizer

        return from_pretrained

    def make_setting(original: Callable[..., Any]) -> Callable[..., Any]:
        def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807 - it becomes the class's
            if name in _NOTED and session.frames.called_by_user(1):
                site = session.frames.here()
                session.remember(self, _NOTED[name], {**site, "kind": "assignment"} if site else None)
            original(self, name, value)

        return __setattr__

    def make_adding(original: Callable[..., Any]) -> Callable[..., Any]:
        def add_tokens(self: Any, *values: Any, **options: Any) -> Any:
            added = original(self, *values, **options)
            if added:
                session.remember(self, "added_tokens", session.frames.here())
            return added

        return add_tokens

    wrap(tokenizer_class, "from_pretrained", make_loading)
    wrap(tokenizer_class, "__setattr__", make_setting)
    for name in ("add_tokens", "add_special_tokens"):
        for base in tokenizer_class.__mro__:
            if name in base.__dict__:
                wrap(base, name, make_adding)
                break
