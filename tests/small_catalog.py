"""A catalogue of models of a few kilobytes, with real wheels that the real pip brings.

`whole` is one file in one wheel; `parted` two files in three wheels, one of them in three pieces;
`gated` has terms and `hubbed` comes from the model hub only.
"""

import hashlib
import random
import zipfile
from dataclasses import dataclass
from pathlib import Path

WHOLE = random.Random(1).randbytes(30_000)
PARTED = random.Random(2).randbytes(90_000)
SETTINGS = b'{"sample_rate": 16000}'
HUBBED = random.Random(3).randbytes(3_000_000)
PROFILES = ("tiny", "light", "balanced", "quality", "gpu")
ROLES = ("stt", "llm", "tts", "embedding", "vad", "end-of-turn", "speaker")


@dataclass(frozen=True, slots=True)
class SmallCatalog:
    """Where the catalogue lies, and the folder with its wheels."""

    file: Path
    wheels: Path

    def environment(self) -> dict[str, str]:
        """What makes voicecli use this catalogue, and pip these wheels and no network."""
        return {
            "VOICECLI_CATALOG": str(self.file),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_CONFIG_FILE": "/dev/null",
            "HF_ENDPOINT": "http://127.0.0.1:9",
            "NO_PROXY": "127.0.0.1",
        }


def build(folder: Path) -> SmallCatalog:
    """Write the wheels and the catalogue."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    third = len(PARTED) // 3
    pieces = [PARTED[:third], PARTED[third : 2 * third], PARTED[2 * third :]]
    boxes = {
        "small-whole": [("model.bin", WHOLE)],
        "small-parted-1": [("model.onnx", pieces[0]), ("settings.json", SETTINGS)],
        "small-parted-2": [("model.onnx", pieces[1])],
        "small-parted-3": [("model.onnx", pieces[2])],
    }
    tables = {name: _wheel(wheels, name, members) for name, members in boxes.items()}
    models = [
        _model("whole", {"model.bin": WHOLE}, _pypi(tables["small-whole"])),
        _model(
            "parted",
            {"model.onnx": PARTED, "settings.json": SETTINGS},
            _pypi(*(tables[f"small-parted-{number}"] for number in (1, 2, 3))),
        ),
        _model("gated", {"model.bin": WHOLE}, _pypi(tables["small-whole"]), "Be kind."),
        _model(
            "hubbed",
            {"model.gguf": HUBBED},
            '[[model.source]]\ntype = "hub"\nrepo = "own/er"\nrevision = "abc"\n'
            'paths = { "model.gguf" = "some/where.gguf" }\n',
        ),
    ]
    file = folder / "catalog.toml"
    file.write_text("".join(_profiles()) + "".join(models))
    return SmallCatalog(file, wheels)


def _profiles() -> list[str]:
    roles = "".join(f'{role} = {{ choose = ["whole"] }}\n' for role in ROLES)
    return [f'[profiles.{name}]\ndescription = "small"\n{roles}' for name in PROFILES]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _model(name: str, files: dict[str, bytes], source: str, terms: str = "") -> str:
    lines = "".join(
        f'  {{ name = "{file}", bytes = {len(content)}, sha256 = "{_sha256(content)}" }},\n'
        for file, content in files.items()
    )
    return (
        f'[[model]]\nname = "{name}"\nkind = "stt"\nlanguages = ["en"]\nlicence = "CC0"\n'
        f'upstream = "nobody"\nram_bytes = 1\nterms = "{terms}"\nfiles = [\n{lines}]\n{source}'
    )


def _pypi(*wheels: str) -> str:
    return '[[model.source]]\ntype = "pypi"\n' + "".join(wheels)


def _wheel(folder: Path, package: str, members: list[tuple[str, bytes]]) -> str:
    """Write a wheel that pip accepts; its table in the catalogue."""
    stem = f"{package.replace('-', '_')}-1.0"
    path = folder / f"{stem}-py3-none-any.whl"
    info = f"{stem}.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(f"{package}/{name}", content)
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    lines = "".join(
        f'  {{ file = "{name}", bytes = {len(content)}, sha256 = "{_sha256(content)}", '
        f'path = "{package}/{name}" }},\n'
        for name, content in members
    )
    return (
        f'[[model.source.wheel]]\npackage = "{package}"\nversion = "1.0"\n'
        f'sha256 = "{_sha256(path.read_bytes())}"\nbytes = {path.stat().st_size}\n'
        f"members = [\n{lines}]\n"
    )
