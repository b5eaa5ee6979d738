import os
import sys
from pathlib import Path

import pytest

from voicecli.pipeline.changes import moments

pytestmark = pytest.mark.storage


def test_a_change_is_told_and_then_time_passes(tmp_path: Path) -> None:
    looks = moments(tmp_path, debounce=0.1, step=0.05, timeout=0.05)
    next(looks)
    (tmp_path / "new.wav").touch()
    assert any(next(looks) for _ in range(100))
    assert not all(next(looks) for _ in range(3))
    looks.close()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_utf_8_does_not_end_the_watch(tmp_path: Path) -> None:
    looks = moments(tmp_path, debounce=0.1, step=0.05, timeout=0.05)
    next(looks)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.wav")).touch()
    for _ in range(5):
        next(looks)
    looks.close()


def test_a_folder_that_is_gone_does_not_end_the_watch(tmp_path: Path) -> None:
    looks = moments(tmp_path / "gone", debounce=0.1, step=0.05, timeout=0.05)
    assert [next(looks), next(looks)] == [False, False]
    looks.close()
