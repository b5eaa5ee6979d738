"""Which microphones and speakers this computer has."""

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

from voicecli.errors import AudioError, ExitCode

T = TypeVar("T")

Kind = Literal["input", "output"]

_RATES = (48_000, 44_100, 32_000, 16_000, 22_050, 8_000)
"""Hz; what sound hardware runs at, best first."""

_INVALID_SAMPLE_RATE = -9997
"""PortAudio's paInvalidSampleRate."""

_ROLE = {"input": "microphone", "output": "speaker"}
_FILE_INSTEAD = {
    "input": "`--microphone FILE.wav`",
    "output": "`--speaker FILE.wav` (with `voicecli say`, `-o FILE.wav`)",
}

# snd_lib_error_handler_t and JACK's message callback. ctypes frees a callback that nothing holds,
# so both stay here as long as the process lives.
_ALSA_SILENCE = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)(lambda *_: None)
_JACK_SILENCE = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(lambda _: None)


@dataclass(frozen=True, slots=True)
class AudioDevice:
    """A device as PortAudio sees it; `inputs` and `outputs` are channels, `rate` is its own in Hz.

    `index` may change whenever the devices are looked up anew.
    """

    index: int
    name: str
    host_api: str
    inputs: int
    outputs: int
    rate: int
    is_default_input: bool
    is_default_output: bool

    def channels(self, kind: Kind) -> int:
        """Channels in one direction; 0 if it cannot be used that way."""
        return self.inputs if kind == "input" else self.outputs

    def is_default(self, kind: Kind) -> bool:
        """Whether the system takes it when none is named."""
        return self.is_default_input if kind == "input" else self.is_default_output


@cache
def portaudio() -> Any:
    """Load the `sounddevice` module without a word on stderr.

    Raises AudioError("portaudio-missing") when the PortAudio library is not installed.
    """
    _silence_sound_libraries()
    try:
        import sounddevice
    except OSError as error:
        install = "brew install portaudio"
        if sys.platform != "darwin":
            install = "sudo apt install libportaudio2"
        raise AudioError(
            "portaudio-missing",
            "PortAudio is not installed.",
            f"Run `{install}`.",
            exit_code=ExitCode.NO_AUDIO_DEVICE,
        ) from error
    return sounddevice


def refresh_devices() -> None:
    """Look anew which devices there are: PortAudio itself looks only when it starts.

    Close every microphone and speaker first; indices from before are void.
    """
    sounddevice = portaudio()
    with suppress(sounddevice.PortAudioError):
        sounddevice._terminate()
    sounddevice._initialize()


def list_devices() -> tuple[AudioDevice, ...]:
    """All devices, in PortAudio's order. Raises AudioError("portaudio-missing")."""
    sounddevice = portaudio()
    host_apis = [api["name"] for api in sounddevice.query_hostapis()]
    default_input, default_output = sounddevice.default.device
    return tuple(
        AudioDevice(
            index=index,
            name=info["name"],
            host_api=host_apis[info["hostapi"]],
            inputs=info["max_input_channels"],
            outputs=info["max_output_channels"],
            rate=round(info["default_samplerate"]),
            is_default_input=index == default_input,
            is_default_output=index == default_output,
        )
        for index, info in enumerate(sounddevice.query_devices())
    )


def find_device(query: str, kind: Kind) -> AudioDevice:
    """Find a device by index or part of its name (any case); empty: the system's default.

    Raises AudioError with exit code NO_AUDIO_DEVICE: "no-device" when there is none of this kind,
    "unknown-device" and "ambiguous-device" with a list of what there is.
    """
    return choose_device(list_devices(), query, kind)


def choose_device(devices: tuple[AudioDevice, ...], query: str, kind: Kind) -> AudioDevice:
    """`find_device` among given devices. A whole name wins over a part of another's."""
    usable = [device for device in devices if device.channels(kind)]
    if not usable:
        raise no_device(kind)
    if not query:
        return next((device for device in usable if device.is_default(kind)), usable[0])
    if query.isdecimal():
        found = [device for device in usable if device.index == int(query)]
    else:
        wanted = query.casefold()
        found = [device for device in usable if device.name.casefold() == wanted]
        found = found or [device for device in usable if wanted in device.name.casefold()]
    if len(found) == 1:
        return found[0]
    raise _not_one(query, kind, found, usable)


def at_some_rate(rate: int, attempt: Callable[[int], T]) -> T:
    """Return what `attempt` makes of `rate`, or of the first other rate that the device accepts.

    A device may refuse the very rate that it names as its own (exclusive modes, virtual cables).
    Raises the first PortAudioError when all are refused, and any other at once.
    """
    refusal: Exception | None = None
    for candidate in dict.fromkeys((rate, *_RATES)):
        try:
            return attempt(candidate)
        except portaudio().PortAudioError as error:
            if error.args[1:2] != (_INVALID_SAMPLE_RATE,):
                raise
            refusal = refusal or error
    assert refusal is not None  # noqa: S101  # at least one rate was tried
    raise refusal


def no_device(kind: Kind) -> AudioError:
    """Make the error for a computer without a microphone or without a speaker."""
    role = _ROLE[kind]
    return AudioError(
        "no-device",
        f"No {role} was found.",
        f"Connect one and run `voicecli devices`, or use a file: {_FILE_INSTEAD[kind]}.",
        exit_code=ExitCode.NO_AUDIO_DEVICE,
    )


def device_lost(kind: Kind, name: str) -> AudioError:
    """Make the error for a device that vanished while it was in use."""
    return AudioError(
        "device-lost",
        f"The {_ROLE[kind]} {name!r} is gone.",
        "Connect it again, or choose another: `voicecli devices`.",
        exit_code=ExitCode.NO_AUDIO_DEVICE,
    )


def cannot_open(kind: Kind, name: str, why: Exception) -> AudioError:
    """Make the error for a device that refuses."""
    reason = str(why.args[0] if why.args else why).rstrip(".")
    return AudioError(
        "cannot-open-device",
        f"The {_ROLE[kind]} {name!r} cannot be opened: {reason}.",
        "Close programs that use it, or choose another: `voicecli devices`.",
        exit_code=ExitCode.NO_AUDIO_DEVICE,
    )


def _not_one(
    query: str, kind: Kind, found: list[AudioDevice], usable: list[AudioDevice]
) -> AudioError:
    listed = ", ".join(f"{device.index} {device.name!r}" for device in found or usable)
    if found:
        code, message = "ambiguous-device", f"{query!r} fits several {_ROLE[kind]}s: {listed}."
    else:
        code, message = "unknown-device", f"No {_ROLE[kind]} fits {query!r}; there are: {listed}."
    return AudioError(code, message, "Name one by its number.", exit_code=ExitCode.NO_AUDIO_DEVICE)


def _silence_sound_libraries() -> None:
    """Keep ALSA's and JACK's messages off the terminal; their errors arrive through PortAudio."""
    if sys.platform != "linux":
        return
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(_ALSA_SILENCE)
    with suppress(OSError, AttributeError):
        jack = ctypes.CDLL("libjack.so.0")
        jack.jack_set_error_function(_JACK_SILENCE)
        jack.jack_set_info_function(_JACK_SILENCE)
