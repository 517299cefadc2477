"""Small inputs and labels for a model, from the parameters of its ``forward`` and its configuration."""

import inspect
from collections.abc import Iterator
from typing import Any

import torch

_ALWAYS = ("bbox", "bool_masked_pos", "future_values")
ROWS, LENGTH, CHOICES, SAMPLES = 2, 8, 3, 4000
TOKEN = 5


MAIN, DECODED, ALL = "the main input", "with ids for the decoder", "all inputs"
EXTENTS = (MAIN, DECODED, ALL)
"""How much is given: some models want no more than they need, others all that they can get."""


def inputs(model: Any, extent: str, label_parameters: tuple[str, ...], swallows: bool) -> dict[str, Any]:
    """``swallows``: ``forward`` takes any keyword, so that labels can be handed over which it does not name."""
    names = inspect.signature(model.forward).parameters
    choices = type(model).__name__.endswith("MultipleChoice")
    wanted = {model.main_input_name, *_ALWAYS, *(("decoder_input_ids",) if extent == DECODED else ())}
    made = {
        name: value for name, value in _inputs(model, choices) if name in names and (extent == ALL or name in wanted)
    }
    labels = {name: _labels(model, name, made) for name in label_parameters}
    if swallows and not labels:
        labels = {"labels": _labels(model, "labels", made)}
    return {**made, **{name: value for name, value in labels.items() if value is not None}}


def _inputs(model: Any, choices: bool) -> Iterator[tuple[str, Any]]:
    shape = (ROWS, CHOICES, LENGTH) if choices else (ROWS, LENGTH)
    yield "input_ids", torch.full(shape, TOKEN)
    yield "attention_mask", torch.ones(shape, dtype=torch.long)
    yield "bbox", torch.zeros((*shape, 4), dtype=torch.long)
    yield "decoder_input_ids", torch.full((ROWS, LENGTH), TOKEN)
    yield "input_values", torch.randn(ROWS, SAMPLES)
    image = _size(model.config, "image_size", "crop_size") or 32
    channels = _size(model.config, "num_channels", "in_channels") or 3
    frames = _size(model.config, "num_frames")
    moving = (frames,) if frames else ()
    yield "pixel_values", torch.randn(ROWS, *moving, channels, image, image)
    yield "pixel_values_videos", torch.randn(ROWS, *(moving or (4,)), channels, image, image)
    bins = _size(model.config, "num_mel_bins", "feature_size", "input_dim") or 80
    positions = (_size(model.config, "max_source_positions") or 100) * 2
    yield "input_features", torch.randn(ROWS, bins, positions)
    patches = (image // (_size(model.config, "patch_size") or 16)) ** 2
    yield "bool_masked_pos", torch.zeros((ROWS, patches), dtype=torch.bool)
    yield "past_values", torch.randn(ROWS, _size(model.config, "context_length") or 32, channels)
    yield "future_values", torch.randn(ROWS, _size(model.config, "prediction_length") or 16, channels)


def _size(config: Any, *names: str) -> int | None:
    for part in (config, getattr(config, "vision_config", None), getattr(config, "audio_config", None)):
        for name in names:
            value = getattr(part, name, None)
            if isinstance(value, list | tuple):
                value = value[0]
            if isinstance(value, int):
                return value
    return None


def _labels(model: Any, name: str, made: dict[str, Any]) -> Any:
    """Labels of a form that the head takes; None for a parameter whose form is not known."""
    kind = type(model).__name__
    one_each = torch.zeros(ROWS, dtype=torch.long)
    if name == "return_loss":
        return True
    if name in ("start_positions", "end_positions", "next_sentence_label", "sentence_order_label"):
        return one_each
    if name in ("mask_labels", "class_labels"):
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
