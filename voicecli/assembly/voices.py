"""The voices that are here, and the one that speaks."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli import catalog
from voicecli.assembly.models import model_names, only_file, threads_for
from voicecli.config import Config
from voicecli.errors import CatalogError, ExitCode

if TYPE_CHECKING:
    from voicecli.pipeline.voices import LoadedVoice, Voices


def installed_voices(config: Config) -> tuple[str, ...]:
    """The names of the voices in the models' folder.

    Besides those of the catalogue, that is every folder with one Piper voice and its settings.
    """
    folder = config.models_folder
    known = [model for model in catalog.load().models.values() if model.kind == "tts"]
    names = [model.name for model in known if catalog.is_present(model, folder)]
    others = sorted(path.name for path in _folders(folder) if _is_voice(path))
    return tuple(dict.fromkeys([*names, *others]))


@contextmanager
def open_voices(config: Config) -> "Iterator[Voices]":
    """The configured voice, which others can take the place of."""
    from voicecli.pipeline.voices import Voices

    yield Voices(model_names(config)["tts"], lambda name: _load(config, name))


def _load(config: Config, name: str) -> "LoadedVoice":
    """Raises CatalogError when that voice is not here, TtsError when it cannot be loaded."""
    from voicecli.tts.piper import PiperSynthesizer

    own = config.models_folder / name
    is_plain = Path(name).name == name
    known = {model.name for model in catalog.load().models.values() if model.kind == "tts"}
    if name in known:
        folder = catalog.require(name, config.models_folder)
    elif is_plain and own in _folders(config.models_folder) and _is_voice(own):
        folder = own
    else:
        raise CatalogError(
            "model-missing",
            f"There is no voice {name} here.",
            "See `voicecli models list`.",
            exit_code=ExitCode.MODEL_MISSING,
        )
    threads = threads_for(config.tts.threads, config)
    return PiperSynthesizer(only_file(folder, "*.onnx"), config.tts, threads)


def _folders(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_dir()]
    except OSError:
        return []


def _is_voice(folder: Path) -> bool:
    """Whether a folder holds one model, and beside it the settings of a Piper voice."""
    models = list(folder.glob("*.onnx"))
    return len(models) == 1 and models[0].with_name(f"{models[0].name}.json").is_file()
