"""Files that ship with the program: the catalogue, small tokenizers and the sample content."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(name: str) -> Path:
    """Path of a shipped file or folder: "catalog.toml", "tokenizers", "content" or "personas".

    An installed wheel carries them in the package; a checkout has them at its top level, but for
    the personas, which are in the package there, too.
    """
    if name == "personas":
        return _PACKAGE / name
    inside = _PACKAGE / "_shipped" / name
    if inside.exists():
        return inside
    checkout = _PACKAGE.parent
    return checkout / name if name == "content" else checkout / "models" / name
