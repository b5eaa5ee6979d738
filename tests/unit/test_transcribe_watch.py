import pytest

from voicecli.cli.transcribe_watch import REST_LOOKS, Resting

pytestmark = pytest.mark.unit


def looks(resting: Resting, *sizes: int) -> list[list[str]]:
    return [resting.look({"a.wav": (size, 0, 1)} if size >= 0 else {}) for size in sizes]


def test_a_file_is_taken_once_when_its_size_has_rested() -> None:
    resting = Resting()
    assert looks(resting, *[7] * REST_LOOKS) == [[]] * REST_LOOKS
    assert resting.pending == ("a.wav",)
    assert looks(resting, 7, 7, 7) == [["a.wav"], [], []]
    assert resting.pending == ()


def test_a_file_that_grows_is_left_alone() -> None:
    resting = Resting()
    assert not any(looks(resting, *range(50)))
    assert ["a.wav"] in looks(resting, *[49] * (REST_LOOKS + 1))
    assert looks(resting, 99, *[99] * REST_LOOKS)[-1] == ["a.wav"]


def test_a_file_that_is_written_anew_is_taken_again() -> None:
    resting = Resting()
    assert looks(resting, *[7] * (REST_LOOKS + 1))[-1] == ["a.wav"]
    assert looks(resting, *[8] * (REST_LOOKS + 1))[-1] == ["a.wav"]


def test_a_file_that_goes_and_comes_back_as_it_was_is_not_taken_twice() -> None:
    resting = Resting()
    assert looks(resting, *[7] * (REST_LOOKS + 1))[-1] == ["a.wav"]
    assert not any(looks(resting, -1, -1, *[7] * 20))
