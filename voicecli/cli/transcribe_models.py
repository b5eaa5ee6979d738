"""Whisper models by the names that other commands have for them, and from their folders."""

from pathlib import Path

from voicecli.errors import UsageError

_ALIASES = {"turbo": "large-v3-turbo", "large": "large-v3"}
_WEIGHTS = "model.bin"


def catalogue_name(model: str | None) -> str | None:
    """The catalogue's name of a model that may be named as Whisper or its hub names it.

    `base`, `openai/whisper-base` and `Systran/faster-whisper-base` are `whisper-base`; `turbo` is
    `large-v3-turbo`.
    """
    if not model:
        return None
    from voicecli import catalog

    name = model.rpartition("/")[2].removeprefix("faster-")
    name = _ALIASES.get(name.removeprefix("whisper-"), name)
    known = catalog.load().models
    short = name.removeprefix("whisper-").removeprefix("distil-whisper-")
    return next((one for one in (name, short, f"whisper-{short}") if one in known), name)


def model_folder(model: str | None, directory: str | None, cache: str | None) -> Path | None:
    """The folder of a model in CTranslate2's format that other commands would take.

    That is `directory` (--model_directory), else `model` if it is such a folder, else the model of
    that name that faster-whisper left below `cache` (--model_dir). None: the catalogue's is meant.
    Raises UsageError when `directory` holds no model.
    """
    if directory:
        if not _is_model(Path(directory)):
            raise UsageError(
                "no-model-there",
                f"{directory} holds no Whisper model in CTranslate2's format ({_WEIGHTS}).",
                "Name the folder of the model itself, or leave `--model_directory` out.",
            )
        return Path(directory)
    if model and _is_model(Path(model)):
        return Path(model)
    return _below(Path(cache), model or "small") if cache else None


def _below(cache: Path, model: str) -> Path | None:
    """Where faster-whisper keeps a model below its cache: the newest of its snapshots."""
    name = _ALIASES.get(model, model).rpartition("/")[2]
    patterns = (name, f"*whisper-{name}", f"models--*whisper-{name}/snapshots/*")
    found = [folder for pattern in patterns for folder in cache.glob(pattern) if _is_model(folder)]
    return max(found, key=lambda folder: folder.stat().st_mtime, default=None)


def _is_model(folder: Path) -> bool:
    try:
        return (folder / _WEIGHTS).is_file()
    except OSError:
        return False
