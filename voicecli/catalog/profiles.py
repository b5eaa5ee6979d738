"""Which models fit this computer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicecli.catalog.entries import ROLES, Catalog, Choice, Model, Profile, Role, load
from voicecli.catalog.hardware import Hardware
from voicecli.catalog.installed import is_present
from voicecli.errors import UsageError

_GIGABYTE = 1_000_000_000
_TINY_BELOW = 1.5 * _GIGABYTE
_LIGHT_BELOW = 3.5 * _GIGABYTE
_QUALITY_FROM = 15 * _GIGABYTE
_QUALITY_CORES = 8
_GPU_FROM = 10 * _GIGABYTE
_STEPS_DOWN = ("gpu", "quality", "balanced", "light", "tiny")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A profile, and why it was chosen: one sentence each."""

    profile: str
    reasons: tuple[str, ...]


def recommend(hardware: Hardware) -> Recommendation:
    """The profile for a computer.

    It depends on what does not change from minute to minute (all memory, not the free part), so
    that the same computer gets the same answer again.
    """
    profile, reasons = _by_memory(hardware)
    if hardware.gpu and profile != "tiny":
        if hardware.gpu >= _GPU_FROM and hardware.gpu_llm:
            profile = "gpu"
            reasons.append(f"The GPU has {_gb(hardware.gpu)} of memory.")
        else:
            reasons.append(_why_no_gpu(hardware))
    catalog = load()
    while profile != "tiny":
        needed = _disk_bytes(catalog, catalog.profile(profile), hardware)
        if needed <= hardware.disk:
            break
        reasons.append(f"{profile} takes {_gb(needed)} on disk, and {_gb(hardware.disk)} are free.")
        profile = _STEPS_DOWN[_STEPS_DOWN.index(profile) + 1]
    return Recommendation(profile, tuple(reasons))


def _by_memory(hardware: Hardware) -> tuple[str, list[str]]:
    memory = f"This computer has {_gb(hardware.ram)} of memory"
    if hardware.ram < _TINY_BELOW:
        return "tiny", [f"{memory}: only the smallest models fit."]
    if hardware.ram < _LIGHT_BELOW:
        return "light", [f"{memory}: a small language model fits."]
    reasons = [f"{memory} ({_gb(hardware.ram_free)} free) and {_cores(hardware.cores)}."]
    if hardware.ram >= _QUALITY_FROM and hardware.cores >= _QUALITY_CORES:
        return "quality", reasons
    if hardware.ram >= _QUALITY_FROM:
        reasons.append(f"The models of quality want {_QUALITY_CORES} cores to answer in time.")
    if hardware.ram_free < 4 * _GIGABYTE:
        reasons.append("Less than 4 GB of memory is free: the smaller language model is chosen.")
    return "balanced", reasons


def _why_no_gpu(hardware: Hardware) -> str:
    if hardware.gpu < _GPU_FROM:
        return f"The GPU has {_gb(hardware.gpu)}; the models of gpu want {_gb(_GPU_FROM)}."
    return "There is a GPU, but llama-cpp-python was built without CUDA and cannot use it."


def resolve(
    profile: str,
    models_folder: Path,
    hardware: Hardware,
    *,
    roles: Collection[Role] = ROLES,
    chosen: Mapping[Role, str] | None = None,
) -> dict[Role, str]:
    """The model for each role, for use: what is on this disk stays in use.

    `profile` may be "auto". `chosen` names models that the person set, which count before the
    profile's. Nothing is fetched, so the named models may be missing. Raises CatalogError
    ("unknown-profile", "unknown-model") and UsageError("wrong-kind").
    """

    def pick(choice: Choice) -> str:
        fitting, here = _fitting_and_here(choice.names, models_folder, hardware)
        both = [name for name in here if name in fitting]
        return (both or here or fitting or choice.names[::-1])[0]

    return _for_roles(profile, hardware, roles, chosen, pick)


def plan(
    profile: str,
    models_folder: Path,
    hardware: Hardware,
    *,
    roles: Collection[Role] = ROLES,
    chosen: Mapping[Role, str] | None = None,
    can_fetch: Callable[[Model], bool],
) -> dict[Role, str]:
    """The model for each role, to be fetched: the best that this computer can carry and reach.

    Of equals the one on this disk is taken; a fallback on this disk does not keep a better model
    away. `can_fetch` says whether a model's source can be reached. Raises as `resolve` does.
    """

    def pick(choice: Choice) -> str:
        fitting, here = _fitting_and_here(choice.names, models_folder, hardware)
        for names in (choice.choose, choice.fallback):
            ready = [name for name in names if name in here]
            near = [name for name in names if name in fitting and can_fetch(load().find(name))]
            if found := ready or near:
                return found[0]
        return (fitting or choice.names[::-1])[0]

    return _for_roles(profile, hardware, roles, chosen, pick)


def _for_roles(
    profile: str,
    hardware: Hardware,
    roles: Collection[Role],
    chosen: Mapping[Role, str] | None,
    pick: Callable[[Choice], str],
) -> dict[Role, str]:
    catalog = load()
    name = recommend(hardware).profile if profile == "auto" else profile
    choices = catalog.profile(name).roles
    names: dict[Role, str] = {}
    for role in roles:
        own = (chosen or {}).get(role)
        names[role] = _of_kind(catalog.find(own), role) if own else pick(choices[role])
    return names


def _of_kind(model: Model, role: Role) -> str:
    if model.kind != role:
        raise UsageError(
            "wrong-kind",
            f"{model.name} is a model for {model.kind}, not for {role}.",
            "Run `voicecli models list --all` for the others.",
        )
    return model.name


def _fitting_and_here(
    names: Sequence[str], models_folder: Path, hardware: Hardware
) -> tuple[list[str], list[str]]:
    """Which of the models the free memory carries, and which are on this disk."""
    models = [load().find(name) for name in names]
    fitting = [model.name for model in models if model.free_ram_bytes <= hardware.ram_free]
    here = [model.name for model in models if is_present(model, models_folder)]
    return fitting, here


def _disk_bytes(catalog: Catalog, profile: Profile, hardware: Hardware) -> int:
    """The most that a profile takes on disk when each role's best fitting model is fetched."""
    total = 0
    for choice in profile.roles.values():
        models = [catalog.find(name) for name in choice.choose]
        fitting = [model for model in models if model.free_ram_bytes <= hardware.ram]
        total += max(model.bytes for model in fitting or models)
    return total


def _gb(count: float) -> str:
    return f"{count / _GIGABYTE:.1f} GB"


def _cores(count: int) -> str:
    return f"{count} core{'' if count == 1 else 's'}"
