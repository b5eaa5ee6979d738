"""Loads a Whisper model, and says in one line why it cannot be."""

import logging
from collections.abc import Collection
from pathlib import Path
from typing import Any

from voicecli.config import SttConfig
from voicecli.errors import CatalogError, ExitCode, SttError

FILES = ("model.bin", "config.json", "tokenizer.json")
"""Without the last one faster-whisper would look for it on the network."""


def load_model(path: Path, config: SttConfig, threads: int, workers: int = 1) -> Any:
    """Load a ShortWindowModel, with the number type that is fastest on the device.

    `workers` calls can run at a time on the CPU, each with `threads`; they share the weights.

    Raises CatalogError when a file is missing, SttError when the model or the device cannot be
    used.
    """
    for name in FILES:
        if not (path / name).is_file():
            raise _missing(path, name)
    import ctranslate2

    from voicecli.stt.encoder_window import ShortWindowModel

    logging.getLogger("faster_whisper").setLevel(logging.ERROR)
    ctranslate2.set_log_level(logging.ERROR)
    device = choose_device(config)
    compute_type = config.compute_type
    if compute_type == "auto":
        compute_type = "float16" if device == "cuda" else "int8"
    try:
        return ShortWindowModel(
            str(path),
            device=device,
            compute_type=compute_type,
            cpu_threads=threads,
            num_workers=workers,
            local_files_only=True,
        )
    except (RuntimeError, ValueError) as error:
        raise _load_error(path, device, compute_type, error) from error


def choose_device(config: SttConfig) -> str:
    """Where the model is to run: "cpu" or "cuda"."""
    import ctranslate2

    if config.device != "auto":
        return config.device
    return "cuda" if ctranslate2.get_cuda_device_count() > 0 else "cpu"


def check_language(language: str, model: str, known: Collection[str]) -> None:
    """Raise SttError if the language is not among those the model of that name knows."""
    if not language or language in known:
        return
    if len(known) > 1:
        raise SttError(
            "unknown-language",
            f"Whisper does not know the language {language!r}.",
            "Use a two-letter code such as en, de or fr.",
            exit_code=ExitCode.USAGE,
        )
    raise SttError(
        "english-only",
        f"The model {model} knows only English, not {language!r}.",
        "Use a multilingual one: `voicecli models pull whisper-base`, then `--model whisper-base`.",
    )


def _load_error(path: Path, device: str, compute_type: str, error: Exception) -> SttError:
    reason = one_line(error)
    if "compute type" in reason:
        return SttError(
            "bad-compute-type",
            f"Whisper cannot compute in {compute_type!r} on this {device}.",
            "Use `--compute-type auto`.",
            exit_code=ExitCode.USAGE,
        )
    if "CUDA" in reason or "libcu" in reason:
        return SttError("no-gpu", f"The GPU cannot be used: {reason}.", "Use `--device cpu`.")
    return SttError(
        "bad-model",
        f"{path} cannot be loaded: {reason}.",
        f"Type `voicecli models verify {path.name}`.",
    )


def _missing(path: Path, name: str) -> CatalogError:
    return CatalogError(
        "model-missing",
        f"The speech model {path.name} is not there ({path / name} is missing).",
        f"Type `voicecli models pull {path.name}`.",
        exit_code=ExitCode.MODEL_MISSING,
    )


def one_line(error: Exception) -> str:
    """The message of a library's error, which may span lines, as part of a sentence."""
    return " ".join(str(error).split()).rstrip(".")
