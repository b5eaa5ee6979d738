"""Writing the file of a persona, with a word on each key."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecli.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from voicecli.dialogue.persona import Persona

_KEYS: Mapping[str, tuple[str, Any]] = {
    "name": ("What it calls itself; without it, the name of this file.", "Captain Reed"),
    "voice": (
        "Catalogue name of its voice: `voicecli models list`.",
        "piper-en_US-joe-medium",
    ),
    "speed": ("Factor on the usual speed, 0.5 to 2.", 1.0),
    "tone": ("How it speaks, in a few words.", "warm and brief"),
    "system_prompt": (
        "More of that for the language model. It changes the manner alone: facts and rules stay.",
        "Speak as to a friend.",
    ),
    "verbosity": ("The mode it begins with: fast, balanced or detailed.", "balanced"),
    "guardrails": ("Topics that it refuses.", ["politics", "medical advice"]),
    "refusal": ("What it says then.", "I leave that to others."),
    "greeting": ("How it answers a greeting.", "Hello! What would you like to know?"),
}
"""By key, what it is and an example."""


def write_persona(path: Path, given: Mapping[str, Any]) -> "Persona":
    """Write what was given and, commented out, what was not; returns the persona of the file.

    The file is complete or not there at all. Raises UsageError("bad-persona") for values that it
    would not be read with, and ConfigError where it cannot be written.
    """
    import tomlkit

    from voicecli.dialogue.persona_files import read_persona

    document = tomlkit.document()
    document.add(tomlkit.comment(f"A persona: `voicecli talk --persona {path.stem}`."))
    for key, (meaning, example) in _KEYS.items():
        document.add(tomlkit.nl())
        document.add(tomlkit.comment(meaning))
        value = _as_text(given.get(key))
        if value is None:
            document.add(tomlkit.comment(f"{key} = {tomlkit.item(example).as_string()}"))
        else:
            document.add(key, tomlkit.item(value))
    written = _written(path, tomlkit.dumps(document))
    try:
        read_persona(written)
    except ConfigError as error:
        written.unlink()
        said = error.message.partition("cannot be used: ")[2] or error.message
        raise UsageError("bad-persona", f"Not written: {said}", error.hint) from None
    os.replace(written, path)
    return read_persona(path)


def _as_text(value: Any) -> Any:
    """A value that a file in UTF-8 can hold: what was typed may be bytes that are no text."""
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _written(path: Path, text: str) -> Path:
    """A complete file beside the one that it is to become."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".new")
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise ConfigError(
            "persona-not-written",
            f"{path} cannot be written: {(error.strerror or str(error)).lower()}.",
            "See `voicecli config path`.",
        ) from error
    return Path(name)
