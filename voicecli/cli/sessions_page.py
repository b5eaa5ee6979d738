"""Sessions as one HTML page that needs nothing else: no network, no other file, no script.

What people said is escaped by Jinja2; kept sound stands in the page itself, and the page's own
policy lets nothing else be loaded.
"""

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli.cli.console import printable
from voicecli.cli.sessions_view import when

if TYPE_CHECKING:
    from markupsafe import Markup

    from voicecli.storage.session_copy import SessionCopy, SoundCopy

_FOLDER = Path(__file__).parent / "page"
_TYPES = {"opus": "audio/ogg", "flac": "audio/flac"}


def page(sessions: "tuple[SessionCopy, ...]") -> str:
    """The whole page."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    style = (_FOLDER / "sessions.css").read_text()
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "when": when,
        "line": printable,
        "lines": lambda text: printable(text, lines=True),
        "address": _address,
    }
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("sessions.html").render(
        sessions=sessions,
        style=Markup(style),  # noqa: S704  # our own file
        style_hash=f"sha256-{digest}",
    )


def _address(sound: "SoundCopy") -> "Markup":
    """The sound itself, as an address that a player takes."""
    from markupsafe import Markup

    data = base64.b64encode(sound.data).decode()
    return Markup(f"data:{_TYPES[sound.codec]};base64,{data}")  # noqa: S704  # letters of base64
