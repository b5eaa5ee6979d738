"""The options that name a microphone and a speaker, the same for every command."""

from typing import Annotated

import typer

DeviceIn = Annotated[str | None, typer.Option(help="Microphone: index or part of its name.")]
DeviceOut = Annotated[str | None, typer.Option(help="Speaker: index or part of its name.")]
