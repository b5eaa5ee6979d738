"""The microphone and the speaker, or the files that stand in for them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli import catalog
from voicecli.config import Config
from voicecli.errors import AudioError

if TYPE_CHECKING:
    from voicecli.audio.echo_microphone import EchoFreeMicrophone
    from voicecli.pipeline.talk import Devices
    from voicecli.protocols import Microphone, Speaker

DTLN = "dtln-16k"
"""The catalogue name of the model that takes noise out of speech; no profile needs it."""


@contextmanager
def open_microphone(
    config: Config, file: Path | None = None, *, paced: bool = True
) -> "Iterator[Microphone]":
    """The chosen microphone, or a file that stands in for it, as it sounds."""
    from voicecli.audio.file_devices import FileMicrophone
    from voicecli.audio.microphone import PortAudioMicrophone

    device = FileMicrophone(file, paced=paced) if file else None
    with device or PortAudioMicrophone(config.audio.device_in, config.audio) as microphone:
        yield microphone


def cleaned(config: Config, microphone: "Microphone") -> "Microphone":
    """The microphone behind the filters that the settings ask for; itself without any.

    Raises AudioError and CatalogError when a filter cannot be had.
    """
    from voicecli.audio.clean_microphone import CleanMicrophone

    audio = config.audio
    if not (audio.high_pass or audio.noise_gate or audio.automatic_gain) and (
        audio.noise_suppression == "off"
    ):
        return microphone
    is_dtln = audio.noise_suppression == "dtln"
    folder = catalog.require(DTLN, config.models_folder) if is_dtln else None
    return CleanMicrophone(microphone, audio, folder)


@contextmanager
def open_speaker(
    config: Config, file: Path | None = None, paced: bool = True
) -> "Iterator[Speaker]":
    """The chosen speaker, or a WAV file that stands in for it."""
    from voicecli.audio.file_devices import FileSpeaker
    from voicecli.audio.speaker import PortAudioSpeaker

    device = FileSpeaker(file, paced=paced) if file else None
    with device or PortAudioSpeaker(config.audio.device_out, config.audio) as speaker:
        yield speaker


@contextmanager
def open_devices(
    config: Config,
    microphone: "Microphone | None",
    speaker: "Speaker | None",
    *,
    full_duplex: bool = False,
) -> "Iterator[Devices]":
    """Both ends of a conversation; an end that is given, a file, is open already and stays so.

    `full_duplex` asks for a microphone that can stay open while the speaker sounds; the settings
    and the devices decide whether it is one.

    The list of devices is read afresh, so that one that was plugged in again is found.
    """
    from voicecli.audio.devices import refresh_devices
    from voicecli.audio.duplex import choose_duplex
    from voicecli.pipeline.talk import Devices

    if microphone is None or speaker is None:
        refresh_devices()
    with ExitStack() as stack:
        ear = microphone or stack.enter_context(open_microphone(config))
        mouth = speaker or stack.enter_context(open_speaker(config))
        wanted = config.audio.duplex if full_duplex else "half"
        echo_free = _echo_free(ear, mouth) if wanted == "auto" else None
        duplex = choose_duplex(
            wanted,
            None if microphone or speaker else getattr(mouth, "name", ""),
            can_cancel=echo_free is not None,
        )
        if duplex == "cancel" and echo_free:
            clean = cleaned(config, echo_free)
            yield Devices(clean, mouth, True, echo_free.heard_itself)
        else:
            yield Devices(cleaned(config, ear), mouth, duplex == "headphones")


def _echo_free(microphone: "Microphone", speaker: "Speaker") -> "EchoFreeMicrophone | None":
    """The microphone behind an echo canceller; None with files, or where there is no canceller."""
    from voicecli.audio.echo_microphone import EchoFreeMicrophone
    from voicecli.audio.microphone import PortAudioMicrophone
    from voicecli.audio.speaker import PortAudioSpeaker

    if not (isinstance(microphone, PortAudioMicrophone) and isinstance(speaker, PortAudioSpeaker)):
        return None
    try:
        return EchoFreeMicrophone(microphone, speaker)
    except AudioError:
        return None
