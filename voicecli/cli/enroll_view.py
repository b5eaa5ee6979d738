"""A voice that is enrolled through the microphone: what to read, the level, and how long to go."""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.live import Live
from rich.text import Text

from voicecli.cli.console import err, note

if TYPE_CHECKING:
    from voicecli.config import Config
    from voicecli.pipeline.enrolment import Listening
    from voicecli.types import AudioBlock, SpeechWindow

LONGEST_SECONDS = 60.0
"""Whoever has not said enough by then is not heard well, or says nothing."""

TO_READ = (
    "On Monday the ferry was late, so we waited by the harbour and watched the gulls.",
    "Somebody had brought warm bread, and a boy counted the boats: eleven, no, twelve of them.",
    "Do you think it will rain before we are home? I would rather walk than wait any longer.",
    "Then the bell rang twice, the ropes were thrown, and everybody laughed.",
)
"""Some twenty seconds of speech, with most sounds of English and a few melodies."""

_BARS = 24


def recorded(config: "Config", file: Path | None, how: "Listening") -> "list[SpeechWindow]":
    """What somebody says into the microphone, until it is enough; nothing of it is written down.

    A file may stand in for the microphone. Raises AudioError.
    """
    from voicecli import assembly
    from voicecli.audio.quiet import quiet_libraries
    from voicecli.pipeline.enrolment import ADVISED_SECONDS
    from voicecli.stt.windows import cut
    from voicecli.types import SAMPLE_RATE

    heard: list[tuple[AudioBlock, float]] = []
    spoken = at = 0.0
    with (
        quiet_libraries(),
        assembly.open_microphone(config, file, paced=False) as microphone,
        Live(console=err, transient=True, auto_refresh=False) as live,
    ):
        if file is None:
            _ask()
        for block, probability in how.vad.detect(microphone.blocks()):
            heard.append((block, probability))
            seconds = block.samples.size / SAMPLE_RATE
            at += seconds
            spoken += seconds if probability >= how.threshold else 0.0
            if spoken >= ADVISED_SECONDS or at >= LONGEST_SECONDS:
                break
            if err.is_terminal:
                live.update(_meter(block, ADVISED_SECONDS - spoken), refresh=True)
    return list(cut(heard, how.threshold))


def _ask() -> None:
    note("Read this aloud, or say anything you like, in any language:")
    for sentence in TO_READ:
        note(f"  {sentence}")


def _meter(block: "AudioBlock", left: float) -> Text:
    from voicecli.audio.level import meter, rms_dbfs

    full = round(meter(rms_dbfs(block.samples)) * _BARS)
    bar = "▮" * full + "▯" * (_BARS - full)
    return Text(f"{bar} {left:4.0f} s of speech to go")
