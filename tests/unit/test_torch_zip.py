import base64
import io
import pickle
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest

from voicecli.analysis.torch_zip import read_checkpoint
from voicecli.errors import AnalysisError

pytestmark = pytest.mark.unit

SAVED = zlib.decompress(
    base64.b64decode(
        "eNqlVV1r01AYPknatIvafTjXberwsoPZpVnbdB9uM0gUIlgrQhlIyNKsDWbNTnq6oVcD2cA7JyJeiZf+A8Ur/4IX"
        "EwTvvBhe+RP0nGTLkoy2czv0NNC+z0dy3udNWWFiACST4MQaAENAc/SGuWlM1zSkZTeeWrKUAiuhtU3rum1Zho5M"
        "u9niHjg1wzFqd0wdcRBMViCVqRJuLbtlmPUGgrSObEyaVdvItFqc6hirbdOqqchotmxH3RQ4yGQy1QTGtHClVjdg"
        "zINwsmVr6JH3IwfjVQrX8JCtMviqb7RhQmERTD5UgMIo9C7sUyiF2YXcywbxcQHBixV4yQWtwlQDizSOiO9p1prP"
        "2++W5OBAI6HQCA4SPnoHDinUDrzscQ0jeKUCR9zCJkyHuO7bzbrPNeqWCHAMc1EIjmOuyUmP4yqC1yrwejtbVhLJ"
        "L4tvF27jUrLLHQ8kDeb8A8mu2c66htRNw2nhBy9Lxci5nHbliP6nPz9fEKdkd9YfB+Kx/uHhqJpl1pvrRhPJ0sxZ"
        "LBTzxMDSFvxNYwm6q4FBsOQbWH2GDJs0myzNn/HW3WWZCFkG8bBz69cYi1XYrh5SYDGUimlelubOYcBj3V7CX8v4"
        "g/c23h+WiaP0q4O9UfzHaA9HU2FHOVnKnNoRvp2vRKu4v/8GC4BYD63lsJYgSwvnefwriUNm4mHj+4FNRJNdPfSD"
        "ed+D3/7iWU3McET52/v64979NwGE4wC4t98yHBMn4LlGpp9q1mQp+59G+FJ+Nl8qlfLibLHA50viTIHnc6IolASx"
        "UMjxJVEozOYFgbi8sfvkRwb7yLguKWLW9xkcIQMnnEfneBQdHADpEHKPAp2GTpQkGOLxcHBp0GVyRHmCQRwM8bwO"
        "8PgDIAoPpiYVgo8wIJLdKDaYgjD2YxSbi2KD3RvGDsciWCGKDfZffwj7LoDt8NyDbTERAg/FQY+GLSssO3XU3sxN"
        "H9kXud6lvevn+FFcWTe5fw/z67054qyH6XPrvdp/97fUsg=="
    )
)
"""`torch.save` of PyTorch 2.15: a transposed matrix, half floats and a single whole number."""


def test_what_pytorch_saved_is_read(tmp_path: Path) -> None:
    file = tmp_path / "pytorch_model.bin"
    file.write_bytes(SAVED)
    found = read_checkpoint(file)
    assert set(found) == {"a.weight", "b", "n"}
    np.testing.assert_array_equal(found["a.weight"], np.arange(6.0).reshape(2, 3).T)
    np.testing.assert_array_equal(found["b"], np.array([1.5, -2.0], np.float16))
    assert found["n"] == 7


def test_safetensors_is_read(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    weights = {"w": np.arange(4, dtype=np.float32)}
    save_file(weights, tmp_path / "model.safetensors")
    np.testing.assert_array_equal(
        read_checkpoint(tmp_path / "model.safetensors")["w"], weights["w"]
    )


def repacked(**changed: bytes) -> bytes:
    """The file with members replaced, by the last part of their names."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAVED)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            key = name.rsplit("/", 1)[-1].replace(".", "_")
            new.writestr(name, changed.get(key, old.read(name)))
    return packed.getvalue()


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (eval, ("1/0",))


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        SAVED[:500],
        SAVED.replace(b"data.pkl", b"dato.pkl"),
        repacked(data_pkl=b"junk"),
        repacked(data_pkl=pickle.dumps({"w": Evil()})),
        repacked(data_pkl=pickle.dumps([1, 2])),
        repacked(byteorder=b"big"),
    ],
    ids=["empty", "cut", "no pickle", "junk", "code", "no dictionary", "big-endian"],
)
def test_everything_else_is_damaged(tmp_path: Path, damaged: bytes) -> None:
    file = tmp_path / "pytorch_model.bin"
    file.write_bytes(damaged)
    with pytest.raises(AnalysisError) as caught:
        read_checkpoint(file)
    assert caught.value.code == "model-damaged"


def test_a_storage_of_another_length_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "pytorch_model.bin"
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAVED)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[: 4 if "/data/" in name else None])
    file.write_bytes(packed.getvalue())
    with pytest.raises(AnalysisError):
        read_checkpoint(file)
