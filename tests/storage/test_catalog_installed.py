"""Models on disk: looking, checking, archives."""

import io
import json
import os
import tarfile
from pathlib import Path

import pytest

from tests import small_catalog
from tests.small_catalog import PARTED, SETTINGS, WHOLE
from voicecli.catalog import Model, is_present, load, missing, remove, require, resolve, states
from voicecli.catalog.archive import pack, pack_file, unpack
from voicecli.catalog.hardware import Hardware
from voicecli.catalog.lock import Lock, lock_file
from voicecli.errors import CatalogError, ExitCode

pytestmark = pytest.mark.storage


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder with `whole` and `parted` in it, put there by hand."""
    catalog = small_catalog.build(tmp_path / "catalog")
    monkeypatch.setenv("VOICECLI_CATALOG", str(catalog.file))
    models = tmp_path / "models"
    for name, files in {
        "whole": {"model.bin": WHOLE},
        "parted": {"model.onnx": PARTED, "settings.json": SETTINGS},
    }.items():
        (models / name).mkdir(parents=True)
        for file, content in files.items():
            (models / name / file).write_bytes(content)
    return models


def model(name: str) -> Model:
    return load().find(name)


def packed(folder: Path, *names: str) -> bytes:
    stream = io.BytesIO()
    list(pack([model(name) for name in names], folder, stream))
    return stream.getvalue()


def test_a_right_model_is_required_and_stamped(folder: Path) -> None:
    assert require("whole", folder) == folder / "whole"
    stamp = json.loads((folder / "whole" / ".checked.json").read_text())
    assert stamp.keys() == {"model.bin"}


def test_a_stamped_file_is_not_read_again_until_it_changes(folder: Path) -> None:
    require("whole", folder)
    file = folder / "whole" / "model.bin"
    when = file.stat().st_mtime_ns
    file.write_bytes(WHOLE[::-1])
    os.utime(file, ns=(when, when))
    assert is_present(model("whole"), folder)  # the stamp is believed
    assert states(model("whole"), folder, afresh=True)[0].state == "damaged"
    os.utime(file, ns=(when + 1, when + 1))
    with pytest.raises(CatalogError) as raised:
        require("whole", folder)
    assert raised.value.code == "model-damaged"
    assert raised.value.exit_code == ExitCode.ERROR


def test_a_missing_model_says_what_to_type(folder: Path) -> None:
    (folder / "parted" / "settings.json").unlink()
    with pytest.raises(CatalogError) as raised:
        require("parted", folder)
    assert raised.value.code == "model-missing"
    assert raised.value.exit_code == ExitCode.MODEL_MISSING
    assert raised.value.hint == "Run `voicecli models pull parted`."
    assert "settings.json" in raised.value.message
    assert missing(["whole", "parted", "parted"], folder) == (model("parted"),)


def test_a_folder_that_refuses_a_stamp_works(folder: Path) -> None:
    (folder / "whole" / ".checked.json").mkdir()  # even root cannot write a stamp there
    assert require("whole", folder)
    assert [path.name for path in (folder / "whole").glob("*.json.*")] == []


def test_what_is_on_disk_stays_in_use(tmp_path: Path, own_folders: None) -> None:
    """A fallback on disk is used although the profile would choose another model to fetch."""
    hardware = Hardware(ram=8 * 10**9, ram_free=6 * 10**9, disk=10**12, cores=4)
    fresh = resolve("balanced", tmp_path, hardware)["llm"]
    assert fresh == "qwen2.5-1.5b-instruct"
    models = Path(os.environ["VOICECLI_PATHS_MODELS"])
    name = "smollm2-135m-instruct-q4_1"
    (tmp_path / name).symlink_to(models / name)
    assert resolve("tiny", tmp_path, hardware)["llm"] == name


def test_removing_takes_derived_files_along(folder: Path) -> None:
    (folder / "whole" / "model.fast.bin").write_bytes(bytes(1000))
    assert remove(model("whole"), folder) >= len(WHOLE) + 1000
    assert not (folder / "whole").exists()
    assert remove(model("whole"), folder) == 0


def test_a_model_that_is_being_fetched_is_not_removed(folder: Path) -> None:
    lock = Lock(lock_file("whole", folder))
    assert lock.take(wait=False)
    with pytest.raises(CatalogError, match="another process"):
        remove(model("whole"), folder)
    lock.release()
    assert remove(model("whole"), folder)


def test_an_archive_brings_the_models_elsewhere(folder: Path, tmp_path: Path) -> None:
    archive = packed(folder, "whole", "parted")
    assert archive == packed(folder, "whole", "parted")
    list(unpack(io.BytesIO(archive), tmp_path / "other"))
    assert is_present(model("whole"), tmp_path / "other")
    assert is_present(model("parted"), tmp_path / "other")
    assert list((tmp_path / "other" / ".incoming").glob("*/*")) == []
    assert list(unpack(io.BytesIO(archive), tmp_path / "other")) == []


def test_only_named_models_are_taken(folder: Path, tmp_path: Path) -> None:
    archive = packed(folder, "whole", "parted")
    list(unpack(io.BytesIO(archive), tmp_path / "other", {"parted"}))
    assert [path.name for path in (tmp_path / "other").glob("[!.]*")] == ["parted"]


def test_a_missing_model_is_not_packed(folder: Path, tmp_path: Path) -> None:
    remove(model("whole"), folder)
    with pytest.raises(CatalogError, match="whole is missing"):
        list(pack_file([model("whole")], folder, tmp_path / "a.tar"))
    assert list(tmp_path.glob("a.tar*")) == []


@pytest.mark.parametrize("cut", [0, 100, 700, 20_000])
def test_a_cut_archive_is_refused(folder: Path, tmp_path: Path, cut: int) -> None:
    archive = packed(folder, "whole")[:cut]
    with pytest.raises(CatalogError) as raised:
        list(unpack(io.BytesIO(archive), tmp_path / "other"))
    assert raised.value.code in ("bad-archive", "empty-archive")
    assert not (tmp_path / "other" / "whole" / "model.bin").exists()


def test_a_damaged_archive_gives_no_file(folder: Path, tmp_path: Path) -> None:
    archive = bytearray(packed(folder, "whole"))
    archive[5_000] ^= 1
    with pytest.raises(CatalogError) as raised:
        list(unpack(io.BytesIO(archive), tmp_path / "other"))
    assert raised.value.code == "wrong-hash"
    assert "model.bin" in raised.value.message
    assert not list((tmp_path / "other").rglob("model.bin*"))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../whole/model.bin", tarfile.REGTYPE),
        ("/whole/model.bin", tarfile.REGTYPE),
        ("whole/../../model.bin", tarfile.REGTYPE),
        ("whole/model.bin", tarfile.SYMTYPE),
        ("whole/model.bin", tarfile.LNKTYPE),
        ("whole/model.bin", tarfile.CHRTYPE),
    ],
)
def test_an_archive_that_leads_elsewhere_is_refused(
    folder: Path, tmp_path: Path, name: str, kind: bytes
) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        member.size = len(WHOLE) if kind == tarfile.REGTYPE else 0
        archive.addfile(member, io.BytesIO(WHOLE))
    stream.seek(0)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CatalogError) as raised:
        list(unpack(stream, tmp_path / "other"))
    assert raised.value.code == "bad-archive"
    assert sorted(tmp_path.rglob("*")) == before


def test_an_archive_of_other_things_is_said_to_hold_nothing(tmp_path: Path, folder: Path) -> None:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        archive.add(__file__, "whole/README")
    stream.seek(0)
    with pytest.raises(CatalogError) as raised:
        list(unpack(stream, tmp_path / "other"))
    assert raised.value.code == "empty-archive"
