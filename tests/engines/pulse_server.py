"""A PulseAudio server of the test's own: a virtual speaker and a virtual microphone."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CONFIGURATION = """
load-module module-native-protocol-unix socket={socket} auth-anonymous=1 auth-cookie-enabled=0
load-module module-null-sink norewinds=1 sink_name=heard rate=48000 channels=2
load-module module-null-sink norewinds=1 sink_name=mouth rate=48000 channels=1
load-module module-remap-source source_name=ear master=mouth.monitor
set-default-sink heard
set-default-source ear
"""
_READY_SECONDS = 10.0


def missing() -> str:
    """Return what the server cannot run without; empty if it can."""
    programs = [name for name in ("pulseaudio", "paplay", "parecord") if not shutil.which(name)]
    if programs:
        return f"not installed: {', '.join(programs)}"
    if not Path("/etc/alsa/conf.d/99-pulse.conf").exists():
        return "ALSA's Pulse plugin (libasound2-plugins) is not installed"
    try:
        import sounddevice  # noqa: F401
    except OSError:
        return "PortAudio (libportaudio2) is not installed"
    return ""


class PulseServer:
    """What is played into the sink `mouth` is what the default microphone records; what a program
    plays goes to the sink `heard`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "native"
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(folder / "runtime"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_COOKIE": str(folder / "cookie"),
            "XDG_RUNTIME_DIR": str(folder),
        }

    def start(self) -> None:
        """Run the server until it answers."""
        for name in ("runtime", "state"):
            (self._folder / name).mkdir(mode=0o700, exist_ok=True)
        script = self._folder / "default.pa"
        script.write_text(_CONFIGURATION.format(socket=self._socket))
        arguments = ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--use-pid-file=no"]
        arguments += ["--exit-idle-time=-1", "--disable-shm=yes", "--log-target=stderr"]
        arguments += ["--realtime=yes", "--high-priority=yes"]  # a busy machine tears holes else
        environment = {**os.environ, **self.environment}
        environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        log = (self._folder / "log").open("wb")
        self._process = subprocess.Popen(
            arguments, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        log.close()
        until = time.monotonic() + _READY_SECONDS
        while self._default_source() != "ear":
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError((self._folder / "log").read_text())
            time.sleep(0.05)

    def kill(self) -> None:
        """End the server at once, as when a sound card is pulled out."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
        self._socket.unlink(missing_ok=True)

    def say(self, file: Path) -> "subprocess.Popen[bytes]":
        """Begin to speak a WAV into the microphone."""
        return self._run("paplay", "-d", "mouth", str(file))

    def hear(self, file: Path) -> "subprocess.Popen[bytes]":
        """Begin to record the speaker into a WAV, until the process is terminated."""
        recording = self._run(
            "parecord", "-d", "heard.monitor", "--latency-msec=300", "--file-format=wav", str(file)
        )
        until = time.monotonic() + _READY_SECONDS
        while not (file.exists() and file.stat().st_size > 10_000):
            if time.monotonic() > until:
                raise RuntimeError("parecord records nothing")
            time.sleep(0.02)
        return recording

    @contextmanager
    def other_speaker(self) -> Iterator[None]:
        """While inside, the sink `other` is there and the default."""
        arguments = ("module-null-sink", "norewinds=1", "sink_name=other", "rate=48000")
        module = self._ask("load-module", *arguments)
        self._ask("set-default-sink", "other")
        yield
        self._ask("unload-module", module)

    def playing_into(self) -> str:
        """The name of the sink into which the one program that sounds plays."""
        sinks = [line.split("\t") for line in self._ask("list", "short", "sinks").splitlines()]
        (stream,) = self._ask("list", "short", "sink-inputs").splitlines()
        return {index: name for index, name, *_ in sinks}[stream.split("\t")[1]]

    def _run(self, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(arguments, env={**os.environ, **self.environment})

    def _default_source(self) -> str:
        return self._ask("get-default-source")

    def _ask(self, *arguments: str) -> str:
        asked = subprocess.run(
            ["pactl", *arguments],
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return asked.stdout.strip()
