"""Which model files exist, where they come from, and with which checksum.

    from voicecli import catalog

    hardware = catalog.examine(models_folder)
    names = catalog.resolve("auto", models_folder, hardware)
    folder = catalog.require(names["stt"], models_folder)

Importing this room costs nothing: whatever is heavy or touches the network is a function away.
"""

from voicecli.catalog.entries import (
    ROLES,
    Catalog,
    Model,
    ModelFile,
    Profile,
    Role,
    load,
)
from voicecli.catalog.fetch import PullEvent, can_fetch, download_bytes, pull
from voicecli.catalog.hardware import Hardware, examine
from voicecli.catalog.installed import (
    FileState,
    has_folder,
    is_present,
    missing,
    remove,
    require,
    states,
)
from voicecli.catalog.larger import larger_llm
from voicecli.catalog.profiles import Recommendation, plan, recommend, resolve

__all__ = [
    "ROLES",
    "Catalog",
    "FileState",
    "Hardware",
    "Model",
    "ModelFile",
    "Profile",
    "PullEvent",
    "Recommendation",
    "Role",
    "can_fetch",
    "download_bytes",
    "examine",
    "has_folder",
    "is_present",
    "larger_llm",
    "load",
    "missing",
    "plan",
    "pull",
    "recommend",
    "remove",
    "require",
    "resolve",
    "states",
]
