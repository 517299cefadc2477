"""Small inputs and labels for a model, from the parameters of its ``forward`` and its configuration."""

import inspect
from collections.abc import Iterator
from typing import Any

import torch

from scripts.loss_flag.configurations import parts

_OF_SPEECH = ("spectrogram_labels", "duration_labels", "pitch_labels", "energy_labels")
"""Of another form in each model."""
_ALWAYS = ("bbox", "bool_masked_pos", "future_values")
ROWS, LENGTH, CHOICES, SAMPLES = 2, 8, 3, 16000
TOKEN = 5


MAIN, DECODED, ALL = "the main input", "with ids for the decoder", "all inputs"
TURNED = "all inputs, features by time"
EXTENTS = (MAIN, DECODED, ALL, TURNED)
COMPLETE = (ALL, TURNED)
"""How much is given: some models want no more than they need, others all that they can get."""


def inputs(model: Any, extent: str, label_parameters: tuple[str, ...], swallows: bool) -> dict[str, Any]:
    """``swallows``: ``forward`` takes any keyword, so that labels can be handed over which it does not name."""
    names = inspect.signature(model.forward).parameters
    choices = type(model).__name__.endswith("MultipleChoice")
    wanted = {model.main_input_name, *_ALWAYS, *(("decoder_input_ids",) if extent == DECODED else ())}
    everything = extent in COMPLETE
    made = {name: value for name, value in _inputs(model, choices) if name in names and (everything or name in wanted)}
    if extent == TURNED and "input_features" in made:
        made["input_features"] = made["input_features"].transpose(1, 2)
    labels = {name: _labels(model, name, made) for name in label_parameters}
    if any(value is None for value in labels.values()):
        raise NotImplementedError(f"no labels are made for {', '.join(labels)}")
    if swallows and not labels:
        labels = {"labels": _labels(model, "labels", made)}
    if "sampled_negative_indices" in names:
        made |= _contrasted(model, made)
    return {**made, **labels}


def _inputs(model: Any, choices: bool) -> Iterator[tuple[str, Any]]:
    shape = (ROWS, CHOICES, LENGTH) if choices else (ROWS, LENGTH)
    yield "input_ids", _ids(model.config, shape)
    yield "attention_mask", torch.ones(shape, dtype=torch.long)
    yield "bbox", torch.zeros((*shape, 4), dtype=torch.long)
    yield "decoder_input_ids", torch.full((ROWS, LENGTH), TOKEN)
    yield "input_values", torch.randn(ROWS, SAMPLES)
    image = _size(model.config, "image_size", "crop_size") or 224
    channels = _size(model.config, "num_channels", "in_channels") or 3
    frames = _size(model.config, "num_frames")
    moving = (frames,) if frames else ()
    yield "pixel_values", torch.randn(ROWS, *moving, channels, image, image)
    yield "pixel_values_videos", torch.randn(ROWS, *(moving or (4,)), channels, image, image)
    bins = _size(model.config, "feature_projection_input_dim", "num_mel_bins", "feature_size", "input_dim") or 80
    positions = (_size(model.config, "max_source_positions") or 100) * 2
    yield "input_features", torch.randn(ROWS, bins, positions)
    patches = (image // (_size(model.config, "patch_size") or 16)) ** 2
    yield "bool_masked_pos", torch.zeros((ROWS, patches), dtype=torch.bool)
    yield from _series(model.config)


def _ids(config: Any, shape: tuple[int, ...]) -> Any:
    """Texts that end with EOS, which some heads look for."""
    ids = torch.full(shape, TOKEN)
    end = next((one for part in parts(config) if isinstance(one := getattr(part, "eos_token_id", None), int)), None)
    if end is not None and end < (_size(config, "vocab_size") or 0):
        ids[..., -1] = end
    return ids


def _series(config: Any) -> Iterator[tuple[str, Any]]:
    """Values of the past and the future; some models look back from each of them."""
    channels = _size(config, "num_input_channels", "input_size") or 1
    past, future = _size(config, "context_length") or 32, _size(config, "prediction_length") or 16
    lags = getattr(config, "lags_sequence", None)
    past += max(lags) if lags else 0
    shape = (channels,) if channels > 1 or not lags else ()
    features = (_size(config, "num_time_features") or 0) + (1 if lags else 0)
    for name, length in (("past", past), ("future", future)):
        yield f"{name}_values", torch.randn(ROWS, length, *shape)
        yield f"{name}_time_features", torch.randn(ROWS, length, features)
    yield "past_observed_mask", torch.ones(ROWS, past, *shape)


def _size(config: Any, *names: str) -> int | None:
    for part in parts(config):
        for name in names:
            value = getattr(part, name, None)
            if isinstance(value, list | tuple):
                value = value[0]
            if isinstance(value, int):
                return value
    return None


def _contrasted(model: Any, made: dict[str, Any]) -> dict[str, Any]:
    """Places of a recording that are hidden, and others that each is told apart from."""
    frames = model(**made).projected_states.shape[1]
    negatives = torch.zeros((ROWS, frames, model.config.num_negatives), dtype=torch.long)
    return {"mask_time_indices": torch.ones((ROWS, frames), dtype=torch.bool), "sampled_negative_indices": negatives}


def _frames(model: Any, made: dict[str, Any]) -> int:
    """How many places the model tells apart in a recording."""
    return int(model(**made).logits.shape[1])


def _labels(model: Any, name: str, made: dict[str, Any]) -> Any:
    """Labels of a form that the head takes; None for a parameter whose form is not known."""
    kind = type(model).__name__
    one_each = torch.zeros(ROWS, dtype=torch.long)
    if name == "return_loss":
        return True
    if name in ("start_positions", "end_positions", "next_sentence_label", "sentence_order_label"):
        return one_each
    if name in ("mask_labels", "class_labels"):
        image = made.get("pixel_values")
        masks = torch.zeros((1, *image.shape[-2:])) if image is not None else torch.zeros((1, 32, 32))
        return [masks if name == "mask_labels" else torch.zeros(1, dtype=torch.long) for _ in range(ROWS)]
    if name in _OF_SPEECH:
        return None
    if name != "labels":
        return torch.zeros((ROWS, LENGTH), dtype=torch.long)
    if kind.endswith(("SequenceClassification", "ImageClassification", "VideoClassification", "MultipleChoice")):
        return one_each
    if kind.endswith(("NextSentencePrediction", "AudioClassification", "XVector", "ForSequenceClassificationHead")):
        return one_each
    image = made.get("pixel_values")
    if kind.endswith("SemanticSegmentation") and image is not None:
        return torch.zeros((ROWS, *image.shape[-2:]), dtype=torch.long)
    if kind.endswith("AudioFrameClassification"):
        return torch.zeros((ROWS, _frames(model, made), model.config.num_labels))
    if kind.endswith("DepthEstimation") and image is not None:
        return torch.zeros((ROWS, *image.shape[-2:]))
    if kind.endswith(("ObjectDetection", "Segmentation")):
        box = {"class_labels": torch.zeros(1, dtype=torch.long), "boxes": torch.full((1, 4), 0.5)}
        return [dict(box) for _ in range(ROWS)]
    if kind.endswith("CTC"):
        return torch.full((ROWS, 3), TOKEN)
    if kind.endswith("TokenClassification") or (kind.endswith("ForPreTraining") and "lectra" in kind):
        return torch.zeros((ROWS, LENGTH), dtype=torch.long)
    return torch.full((ROWS, LENGTH), TOKEN)
