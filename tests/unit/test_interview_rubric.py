"""Rubrics from files: what they may hold, and how a mistake is told."""

from pathlib import Path

import pytest

from voicecli.errors import InterviewError
from voicecli.interview.reporting.measures import MEASURES
from voicecli.interview.reporting.rubric import default_rubric, read_rubric

pytestmark = pytest.mark.unit

GOOD = """\
name = "Nursing"
[[criteria]]
name = "Care"
description = "How patients are spoken of"
weight = 2
points = ["how the family was told", "safety"]
levels = { 1 = "not at all", 5 = "throughout" }

[[criteria]]
name = "structure"
"""

YAML = """\
name: Nursing
criteria:
  - name: Care
    weight: 2
    points: [how the family was told, safety]
    levels: [one, two, three, four, five]
  - name: structure
    measures:
      - structure
      - coverage
"""


def written(folder: Path, text: str, name: str = "rubric.toml") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_the_shipped_rubric_is_read_and_weighs_a_hundred() -> None:
    rubric = default_rubric()
    assert sum(one.weight for one in rubric.criteria) == 100
    assert all(name in MEASURES for one in rubric.criteria for name in one.measures)


def test_toml_and_yaml_say_the_same(tmp_path: Path) -> None:
    toml = read_rubric(written(tmp_path, GOOD))
    yaml = read_rubric(written(tmp_path, YAML, "rubric.yaml"))
    assert toml.name == yaml.name == "Nursing"
    assert toml.criteria[0].points == yaml.criteria[0].points
    assert toml.criteria[0].levels == {1: "not at all", 5: "throughout"}
    assert yaml.criteria[0].levels == dict(
        zip(range(1, 6), ["one", "two", "three", "four", "five"], strict=True)
    )
    assert yaml.criteria[1].measures == ("structure", "coverage")
    assert toml.criteria[1].weight == 1.0


BAD = [
    ('name = "x"\n[[criteria]\nname = "a"', "line 2: "),
    ('name = "x"\n\n[[criteria]]\nname = "a"\nwieght = 3\n', "line 5: there is no key 'wieght'"),
    ('[[criteria]]\nname = "a"\n\n[[criteria]]\nname = "b"\nweight = "3"\n', "line 6: weight must"),
    ('[[criteria]]\nname = "a"\nweight = -1\n', "line 3: weight must lie between"),
    ('[[criteria]]\nname = "a"\nweight = nan\n', "line 3: weight must lie between"),
    ('[[criteria]]\nname = "a"\nweight = true\n', "line 3: weight must be a number"),
    ('[[criteria]]\nname = "a"\nmeasures = ["looks"]\n', "line 3: measures must be some of"),
    ('[[criteria]]\nname = "a"\npoints = "x"\n', "line 3: points must be a list"),
    ('[[criteria]]\nname = "a"\nlevels = { 6 = "x" }\n', "line 3: levels must be"),
    ('[[criteria]]\nweight = 1\n', "line 1: criterion 1 has no name"),
    ('[[criteria]]\nname = "a"\n[[criteria]]\nname = "A"\n', "line 4: name stands there twice"),
    ('[[criteria]]\nname = "a"\nweight = 0\n', "line 3: all weights are 0"),
    ('title = "x"\n', "line 1: there is no key 'title'"),
    ("", "it holds no criteria"),
    ("criteria = 5\n", "line 1: it holds no criteria"),
    ("criteria = [5]\n", "criterion 1 is no table"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InterviewError) as raised:
        read_rubric(written(tmp_path, text))
    assert raised.value.code == "bad-rubric"
    assert told in raised.value.message
    assert raised.value.hint


BAD_YAML = [
    ("name: x\ncriteria: [\n", "line 3: "),
    ("name: x\ncriteria:\n  - name: a\n    weight: much\n", "line 4: weight must be a number"),
    ("name: x\ncriteria:\n  - name: a\n  - name: b\n    points: 4\n", "line 5: points must be"),
    ("a: &x 1\ncriteria: *x\n", "line 2: aliases are not read"),
    ("criteria: !!python/object/apply:os.system ['true']\n", "line 1: "),
    ("- a\n- b\n", "it holds no criteria"),
]


@pytest.mark.parametrize(("text", "told"), BAD_YAML)
def test_a_mistake_in_yaml_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InterviewError) as raised:
        read_rubric(written(tmp_path, text, "rubric.yml"))
    assert raised.value.code == "bad-rubric"
    assert told in raised.value.message


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rubric.toml"
    path.write_bytes(b'[[criteria]]\nname = "\xff"')
    with pytest.raises(InterviewError, match="line 2: it is not text in UTF-8"):
        read_rubric(path)
    path.write_bytes(b"#" * 70_000)
    with pytest.raises(InterviewError, match="larger than 64 KiB"):
        read_rubric(path)
    with pytest.raises(InterviewError, match="There is no file"):
        read_rubric(tmp_path / "none.toml")
    with pytest.raises(InterviewError, match="There is no file"):
        read_rubric(tmp_path)
    path.write_text("a = " + "[" * 20_000)
    with pytest.raises(InterviewError):
        read_rubric(path)
