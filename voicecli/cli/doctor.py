"""`voicecli doctor`: what works on this computer, and what to type where it does not."""

import importlib.metadata
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voicecli.cli.console import out, print_json, settings
from voicecli.errors import ExitCode, VoicecliError

if TYPE_CHECKING:
    from voicecli.config import Config

Verdict = Literal["ok", "note", "bad"]

ENGINES = (
    "faster-whisper",
    "ctranslate2",
    "llama-cpp-python",
    "piper-tts",
    "onnxruntime",
    "tokenizers",
    "sounddevice",
    "sqlite-utils",
)
OLDEST_PYTHON = (3, 11)
LITTLE_RAM = 2 * 10**9
_STYLES = {"ok": "green", "note": "yellow", "bad": "bold red"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `hint` says what to type where `verdict` is not "ok"."""

    name: str
    verdict: Verdict
    value: str
    hint: str = ""


def doctor(
    offline: Annotated[
        bool,
        typer.Option(
            "--offline", help="Take a spoken turn without a network, and say what it proved."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of findings.")] = False,
) -> None:
    """Look at everything that voicecli needs, one line each; exit code 1 if something is wrong."""
    config = settings().config
    findings = []
    for finding in _offline(config) if offline else examine(config):
        findings.append(finding)
        if not as_json:
            _show(finding)
    if as_json:
        print_json([asdict(finding) for finding in findings])
    if any(finding.verdict == "bad" for finding in findings):
        raise typer.Exit(ExitCode.ERROR)


def _offline(config: "Config") -> Iterator[Finding]:
    """What a spoken turn without a network proved."""
    from voicecli.cli.offline import is_proved, prove_offline, told

    verdicts: dict[bool | None, Verdict] = {True: "ok", False: "bad", None: "note"}
    seen = prove_offline(config)
    for name, is_good, line in told(seen):
        yield Finding(name, verdicts[is_good], line)
    proved = is_proved(seen)
    line = "nothing of a spoken turn can have left this computer" if proved else "not proved"
    yield Finding("proved" if proved else "proof", "ok" if proved else "note", line)


def _show(finding: Finding) -> None:
    out.print(f"{finding.verdict:<5}", style=_STYLES[finding.verdict], end="", markup=False)
    out.print(f"{finding.name:<13} {finding.value}", markup=False)
    if finding.hint:
        out.print(f"{'':<18} {finding.hint}", style="dim", markup=False)


def examine(config: "Config") -> Iterator[Finding]:
    """Yield the findings; a check that fails in a known way is a finding, too."""
    checks: tuple[tuple[str, Callable[[Config], Iterator[Finding]]], ...] = (
        ("Python", _python),
        ("processor", _hardware),
        ("PortAudio", _audio),
        ("engine", _engines),
        ("model", _models),
        ("database", _database),
        ("content", _content),
        ("privacy", _privacy),
    )
    for name, check in checks:
        try:
            yield from check(config)
        except VoicecliError as error:
            yield Finding(name, "bad", error.message, error.hint)


def _python(config: "Config") -> Iterator[Finding]:
    good = sys.version_info >= OLDEST_PYTHON
    hint = "" if good else "Install Python 3.11 or newer."
    yield Finding("Python", "ok" if good else "bad", platform.python_version(), hint)


def _hardware(config: "Config") -> Iterator[Finding]:
    from voicecli.assembly import thread_budget
    from voicecli.catalog import examine as measure
    from voicecli.catalog import recommend

    hardware = measure(config.models_folder)
    features = _cpu_features()
    threads = thread_budget(config.threads.total)
    described = [f"{hardware.cores} cores", f"{threads} threads for engines", *features]
    slow = platform.machine() in ("x86_64", "AMD64") and features and "avx2" not in features
    hint = "Without AVX2 the engines are several times slower." if slow else ""
    yield Finding("processor", "note" if slow else "ok", ", ".join(described), hint)
    little = hardware.ram_free < LITTLE_RAM
    value = f"{hardware.ram / 1e9:.1f} GB, {hardware.ram_free / 1e9:.1f} GB free"
    hint = "Close other programs, or use `voicecli --profile tiny`." if little else ""
    yield Finding("memory", "note" if little else "ok", value, hint)
    gpu = f"{hardware.gpu / 1e9:.0f} GB" if hardware.gpu else "none; everything runs on the CPU"
    yield Finding("GPU", "ok", gpu)
    advice = recommend(hardware)
    yield Finding("profile", "ok", f"{config.models.profile}; recommended: {advice.profile}")


def _cpu_features() -> list[str]:
    """The instruction sets that matter to the engines, as Linux names them."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            words = set(file.read().split())
    except OSError:
        return []
    return [name for name in ("avx", "avx2", "fma", "f16c", "avx512f", "asimd") if name in words]


def _audio(config: "Config") -> Iterator[Finding]:
    from voicecli.audio.devices import find_device, portaudio

    version = portaudio().get_portaudio_version()[1]
    yield Finding("PortAudio", "ok", version.split(",")[0])
    ends = (
        ("microphone", "input", config.audio.device_in),
        ("speaker", "output", config.audio.device_out),
    )
    for name, kind, query in ends:
        try:
            device = find_device(query, kind)  # type: ignore[arg-type]  # the two literals above
        except VoicecliError as error:
            hint = "Files can stand in: `voicecli talk --microphone FILE --speaker FILE`."
            yield Finding(name, "note", error.message, hint)
        else:
            yield Finding(name, "ok", f"{device.name} ({device.rate:g} Hz)")


def _engines(config: "Config") -> Iterator[Finding]:
    for name in ENGINES:
        try:
            yield Finding("engine", "ok", f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            hint = "Install voicecli again: `make talk`, or `pipx reinstall voicecli`."
            yield Finding("engine", "bad", f"{name} is not installed", hint)


def _models(config: "Config") -> Iterator[Finding]:
    from voicecli.assembly import model_names
    from voicecli.catalog import load, states

    for role, name in model_names(config).items():
        found = states(load().find(name), config.models_folder, afresh=True)
        wrong = [item for item in found if item.state != "present"]
        if not wrong:
            yield Finding("model", "ok", f"{role}: {name}, checksums right")
            continue
        damaged = any(item.state == "damaged" for item in wrong)
        verdict: Verdict = "note" if role == "speaker" and not damaged else "bad"
        value = f"{role}: {name} is {'damaged' if damaged else 'missing'}"
        yield Finding("model", verdict, value, f"Run `voicecli models pull {name}`.")


def _database(config: "Config") -> Iterator[Finding]:
    from voicecli.storage.database import check, is_there

    path = config.database_file
    if not is_there(path):
        yield Finding("database", "ok", f"{path} is made with the first question")
        return
    found = check(path)
    value = f"{path}, {found.size_bytes / 1e6:.1f} MB, schema {found.schema_version}"
    if found.problem:
        hint = "Move the file away and restore a copy of it."
        yield Finding("database", "bad", f"{value}: {found.problem}", hint)
    else:
        yield Finding("database", "ok", f"{value}, SQLite {found.sqlite_version}")


def _content(config: "Config") -> Iterator[Finding]:
    from voicecli.assembly import model_names, open_store
    from voicecli.pipeline.index import status_of
    from voicecli.pipeline.sources import content_folder, gather
    from voicecli.storage.database import is_there

    folder = content_folder(config)
    place = "the sample" if folder.is_sample else str(folder.path)
    if not is_there(config.database_file):
        yield Finding("content", "ok", f"{place}, not indexed yet")
        return
    with open_store(config) as db:
        gathered = gather(db, config)
        status = status_of(db, model_names(config)["embedding"], gathered.sources)
    if not gathered.is_sample:
        place = ", ".join(str(root.path) for root in gathered.roots)
    value = f"{place}, {len(status.documents)} documents, {status.passages} passages"
    failed = [item.document for item in status.documents if item.state == "failed"]
    if failed:
        hint = "See `voicecli content status`."
        yield Finding("content", "note", f"{value}; unreadable: {', '.join(failed)}", hint)
    else:
        yield Finding("content", "ok", value if status.is_current else f"{value}, out of date")


def _privacy(config: "Config") -> Iterator[Finding]:
    silent = os.environ.get("ORT_DISABLE_TELEMETRY") == "1"
    value = "onnxruntime's telemetry is off, the model hub is not asked"
    if silent and os.environ.get("HF_HUB_OFFLINE") == "1":
        yield Finding("privacy", "ok", value)
    else:
        hint = "Unset HF_HUB_OFFLINE in your environment."
        yield Finding("privacy", "note", "the environment lets libraries use the network", hint)
