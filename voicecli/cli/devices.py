"""`voicecli devices`: microphones and speakers, and whether they work."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import err, note, out, print_json, settings
from voicecli.cli.device_options import DeviceIn, DeviceOut
from voicecli.errors import ExitCode

if TYPE_CHECKING:
    from voicecli.audio.devices import AudioDevice
    from voicecli.config import AudioConfig
    from voicecli.types import Samples

app = typer.Typer(help="List microphones and speakers, and try them.")

_METER_BARS = 30
_QUIET_PEAK_DBFS = -50.0
"""Speech into a working microphone peaks far above this."""

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON list.")]


@app.callback(invoke_without_command=True)
def devices(context: typer.Context, json: AsJson = False) -> None:
    """List microphones and speakers, and try them."""
    if context.invoked_subcommand is None:
        list_(json)


@app.command("list")
def list_(json: AsJson = False) -> None:
    """List the devices: index, name, channels, native rate, and which are the defaults."""
    from voicecli.audio.devices import list_devices

    found = list_devices()
    if json:
        print_json([asdict(device) for device in found])
    elif found:
        head = ("INDEX", "NAME", "DRIVER", "IN", "OUT", "RATE", "DEFAULT")
        print_aligned([head, *map(_row, found)])
    if not found:
        note("voicecli: no audio device was found. Connect one, or use files: `--microphone FILE`.")
        raise typer.Exit(ExitCode.NO_AUDIO_DEVICE)


@app.command("test")
def try_out(
    device_in: DeviceIn = None,
    device_out: DeviceOut = None,
    seconds: Annotated[float, typer.Option(min=0.5, max=60, help="How long to record.")] = 3.0,
) -> None:
    """Record, show the level, play it back and transcribe it."""
    from voicecli.audio.devices import find_device
    from voicecli.audio.level import peak_dbfs, rms_dbfs
    from voicecli.audio.quiet import quiet_libraries

    config = settings({"audio.device_in": device_in, "audio.device_out": device_out}).config
    find_device(config.audio.device_out, "output")  # before anybody speaks in vain
    with quiet_libraries():
        recorded = _record(config.audio, seconds)
        peak = peak_dbfs(recorded)
        out.print(f"Peak {peak:.1f} dBFS, RMS {rms_dbfs(recorded):.1f} dBFS")
        if peak < _QUIET_PEAK_DBFS:
            note("That is silence. Is the microphone muted, or is it another one?")
        _play_back(config.audio, recorded)
    from voicecli.assembly import open_recognizer
    from voicecli.turn import Turn
    from voicecli.types import Utterance

    with open_recognizer(config) as recognizer:
        utterance = Utterance(recorded, 0, recorded.size, "limit")
        text = recognizer.transcribe(utterance, Turn()).text
    out.print(f"Heard: {text}" if text else "Heard no words.", markup=False)


def _row(device: "AudioDevice") -> tuple[str, ...]:
    defaults = {"input": device.is_default_input, "output": device.is_default_output}
    return (
        str(device.index),
        device.name,
        device.host_api,
        str(device.inputs),
        str(device.outputs),
        f"{device.rate} Hz",
        ", ".join(kind for kind, is_default in defaults.items() if is_default),
    )


def _record(audio: "AudioConfig", seconds: float) -> "Samples":
    """Record from the microphone with a live meter; float32 mono at 16 kHz."""
    import numpy as np
    from rich.live import Live
    from rich.text import Text

    from voicecli.audio.level import meter
    from voicecli.audio.microphone import PortAudioMicrophone
    from voicecli.types import SAMPLE_RATE

    blocks = []
    with PortAudioMicrophone(audio.device_in, audio) as microphone:
        note(f"Speak now: recording {seconds:g} s from {microphone.name!r}.")
        with Live(console=err, transient=True, auto_refresh=False) as live:
            for block in microphone.blocks():
                blocks.append(block.samples)
                if err.is_terminal:
                    full = round(meter(microphone.level) * _METER_BARS)
                    bar = "▮" * full + "▯" * (_METER_BARS - full)
                    live.update(Text(f"{bar} {microphone.level:6.1f} dBFS"), refresh=True)
                if block.start + block.samples.size >= seconds * SAMPLE_RATE:
                    break
    return np.concatenate(blocks)


def _play_back(audio: "AudioConfig", recorded: "Samples") -> None:
    from voicecli.audio.speaker import PortAudioSpeaker
    from voicecli.turn import Turn
    from voicecli.types import SAMPLE_RATE, Sentence, SpeechChunk

    turn = Turn()
    with PortAudioSpeaker(audio.device_out, audio) as speaker:
        note(f"Playing it back through {speaker.name!r}.")
        speaker.play(SpeechChunk(Sentence(0, ""), recorded, SAMPLE_RATE), turn)
        for _ in speaker.finish(turn):
            pass
