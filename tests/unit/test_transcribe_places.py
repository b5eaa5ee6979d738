"""Where transcripts lie below the output folder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.cli.transcribe_inputs import Input
from voicecli.cli.transcribe_places import place_in, plan_places

pytestmark = pytest.mark.unit


def places(*inputs: Input) -> list[str]:
    planned = plan_places(inputs)
    return [str(planned[item.source]) for item in inputs]


def named(*paths: str) -> list[Input]:
    return [Input(path) for path in paths]


def below(root: str, *paths: str) -> list[Input]:
    return [Input(f"{root}/{path}", root=root) for path in paths]


def test_a_transcript_is_called_as_its_recording() -> None:
    assert places(*named("a.mp3", "x/b.tar.wav", "-", "y/.hidden")) == [
        "a",
        "b.tar",
        "stdin",
        ".hidden",
    ]


def test_a_folder_is_flat_while_all_names_differ() -> None:
    assert places(*below("rec", "a.wav", "2024/b.wav", "2025/deep/c.wav")) == ["a", "b", "c"]


def test_a_folder_keeps_its_structure_where_names_clash() -> None:
    assert places(*below("rec", "2024/a.wav", "2025/a.wav", "b.wav"), Input("c.wav")) == [
        "2024/a",
        "2025/a",
        "b",
        "c",
    ]


def test_files_of_one_name_keep_the_folders_they_came_from() -> None:
    assert places(*named("x/talk.wav", "y/z/talk.mp3")) == ["x/talk", "y/z/talk"]


def test_two_folders_with_the_same_files_keep_their_own_names() -> None:
    clash = [*below("one", "a.wav"), *below("two", "a.wav")]
    assert places(*clash) == ["one/a", "two/a"]
    assert places(*below("x/rec", "a.wav"), *below("y/rec", "a.wav")) == ["x/rec/a", "y/rec/a"]


def test_only_the_folder_that_clashes_is_structured() -> None:
    assert places(*below("one", "i/a.wav", "j/a.wav"), *below("two", "k/b.wav")) == [
        "i/a",
        "j/a",
        "b",
    ]


def test_recordings_beside_each_other_keep_their_extensions() -> None:
    assert places(*below("rec", "talk.mp4", "talk.wav", "other.wav")) == [
        "talk.mp4",
        "talk.wav",
        "other",
    ]


def test_names_that_a_file_system_may_hold_for_one_are_numbered() -> None:
    assert places(*named("A.wav", "a.wav")) == ["A.wav", "a.wav (2)"]
    assert places(*named("a\u0308.wav", "\u00e4.wav")) == ["a\u0308.wav", "\u00e4.wav (2)"]


names = st.sampled_from(["a.wav", "a.mp3", "A.wav", "b.wav", "a", "a.wav.wav", "a.wav (2).mp3"])
folders = st.sampled_from(["", "x/", "x/y/", "y/", "X/"])
roots = st.sampled_from(["", "one", "two", "two/deeper"])


@given(st.lists(st.tuples(roots, folders, names), unique=True, max_size=30))
def test_no_two_have_one_place_and_none_leaves_the_folder(
    chosen: list[tuple[str, str, str]],
) -> None:
    sources = dict.fromkeys(
        Input(f"{root or '.'}/{folder}{name}", root=root) for root, folder, name in chosen
    )
    unique = {item.source: item for item in sources}
    planned = plan_places(list(unique.values()))
    keys = [str(place).casefold() for place in planned.values()]
    assert len(set(keys)) == len(keys) == len(unique)
    assert not any(".." in place.parts or place.is_absolute() for place in planned.values())


def test_what_comes_into_a_watched_folder_lies_as_it_does_there() -> None:
    first = place_in(Input("in/day/talk.wav", root="in"), [])
    assert str(first) == "day/talk"
    assert str(place_in(Input("in/day/talk.mp4", root="in"), [first])) == "day/talk.mp4"
