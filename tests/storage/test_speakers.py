"""Names and voice-prints in the one database."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from voicecli.errors import StorageError
from voicecli.storage.database import open_database
from voicecli.storage.speakers import EnrolledSpeakers, VoicePrint, cleaned_name

pytestmark = pytest.mark.storage


def vector(seed: int) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).normal(size=256).astype(np.float32)
    return drawn / np.linalg.norm(drawn)


def voice(
    seed: int, *, model: str = "resemblyzer-ge2e", condition: str = "clean", seconds: float = 15.0
) -> VoicePrint:
    return VoicePrint(model, condition, vector(seed), seconds, f"{seed}.wav", f"digest-{seed}")


def test_a_voice_is_kept_to_the_bit(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        EnrolledSpeakers(db).enroll("Anna", [voice(1)])
    with open_database(tmp_path / "v.db") as db:
        (anna,) = EnrolledSpeakers(db).all()
        assert anna.name == "Anna"
        assert anna.seconds == 15.0
        assert np.array_equal(anna.prints[0].vector, vector(1))


def test_names_differ_in_more_than_their_case(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        speakers = EnrolledSpeakers(db)
        speakers.enroll("Zoë", [voice(1)])
        speakers.enroll("ZOË ", [voice(2)])
        (zoe,) = speakers.all()
        assert zoe.name == "Zoë"
        assert len(zoe.prints) == 2
        speakers.rename("zoë", "ZOË")
        assert [one.name for one in speakers.all()] == ["ZOË"]


def test_the_same_recording_counts_once(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        speakers = EnrolledSpeakers(db)
        speakers.enroll("Anna", [voice(1)])
        anna = speakers.enroll("Anna", [voice(1, seconds=20.0)])
        assert len(anna.prints) == 1
        assert anna.seconds == 20.0


def test_prints_are_those_of_one_model(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        speakers = EnrolledSpeakers(db)
        speakers.enroll("Anna", [voice(1), voice(1, model="other")])
        speakers.enroll("Ben", [voice(2, model="other")])
        assert set(speakers.prints("resemblyzer-ge2e")) == {"Anna"}
        assert set(speakers.prints("other")) == {"Anna", "Ben"}


def test_merged_people_are_one(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        speakers = EnrolledSpeakers(db)
        speakers.enroll("Anna", [voice(1)])
        speakers.enroll("Annie", [voice(1), voice(2)])
        speakers.merge("Annie", "anna")
        (anna,) = speakers.all()
        assert anna.name == "Anna"
        assert {one.source for one in anna.prints} == {"1.wav", "2.wav"}
        with pytest.raises(StorageError, match="one person already"):
            speakers.merge("Anna", "ANNA")


def test_another_name_that_is_taken_is_refused(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        speakers = EnrolledSpeakers(db)
        speakers.enroll("Anna", [voice(1)])
        speakers.enroll("Ben", [voice(2)])
        with pytest.raises(StorageError, match="Somebody is called Ben"):
            speakers.rename("Anna", "Ben")
        with pytest.raises(StorageError, match="Nobody is called Cleo"):
            speakers.rename("Cleo", "Dora")
        assert [one.name for one in speakers.all()] == ["Anna", "Ben"]


def test_of_who_is_removed_no_byte_is_left(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        speakers = EnrolledSpeakers(db)
        speakers.enroll("Anna-Lena Vogelsang", [voice(1)])
        speakers.enroll("Ben", [voice(2)])
        assert speakers.remove("anna-lena vogelsang")
        assert [one.name for one in speakers.all()] == ["Ben"]
        files = b"".join(file.read_bytes() for file in tmp_path.glob("v.db*"))
    assert vector(1).tobytes() not in files
    assert b"Vogelsang" not in files
    assert vector(2).tobytes() in files


@pytest.mark.parametrize(
    "name", ["", "  \n", "Speaker 3", "speaker 12", "SPEAKER_00", "x" * 81, "\x1b\x07", "\u200d"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(StorageError) as refused:
        cleaned_name(name)
    assert refused.value.code == "bad-name"


def test_a_name_is_kept_on_one_line_without_control() -> None:
    assert cleaned_name(" Anna\n\x1b[31m  Lena ") == "Anna [31m Lena"


def test_joiners_shape_a_name_and_make_no_other() -> None:
    assert cleaned_name("می\u200cنا") == "می\u200cنا"


def test_a_person_is_found_by_a_name_in_any_shape(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        speakers = EnrolledSpeakers(db)
        speakers.enroll("Zoë Ånström", [voice(1)])
        for name in ("zoë ånström", "Zoe\u0308  Ånström", "Zoë\u200d Ånström"):
            assert speakers.named(name).name == "Zoë Ånström"
        with pytest.raises(StorageError, match="Nobody is called Zoe"):
            speakers.named("Zoe")


def test_of_a_merged_or_renamed_person_the_old_name_is_gone(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        speakers = EnrolledSpeakers(db)
        speakers.enroll("Vogelsang", [voice(1)])
        speakers.enroll("Nachtigall", [voice(2)])
        speakers.rename("Vogelsang", "Anna")
        speakers.merge("Nachtigall", "Anna")
    files = b"".join(file.read_bytes() for file in tmp_path.glob("v.db*"))
    assert b"Vogelsang" not in files
    assert b"Nachtigall" not in files
    assert b"Anna" in files
