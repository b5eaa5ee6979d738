"""What a report scores: criteria with weights, from a TOML or YAML file. Mistakes tell their line.

YAML is read by PyYAML's safe loader, which makes no objects; aliases are refused.
"""

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from voicecli.errors import ExitCode, InterviewError
from voicecli.interview.papers.plain_text import visible
from voicecli.interview.reporting.measures import MEASURES

LARGEST_BYTES = 64 << 10
MOST_CRITERIA = 30
MOST_POINTS = 12
LONGEST_TEXT = 300
SCORES = range(1, 6)
KEYS = ("name", "description", "weight", "measures", "points", "levels")

_HEADER = re.compile(r"\s*(?:\[\[\s*criteria\s*\]\]|-\s)")


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored: by `measures` of ours, by `points` that answers should touch, or both.

    `levels` says what a score means, for some scores.
    """

    name: str
    description: str
    weight: float
    measures: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    levels: Mapping[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """All criteria, in their order."""

    name: str
    criteria: tuple[Criterion, ...]


def default_rubric() -> Rubric:
    """The rubric that ships with the program."""
    return read_rubric(Path(__file__).with_name("rubric.toml"))


def read_rubric(path: Path) -> Rubric:
    """The rubric of a file, as YAML where its ending says so, else as TOML.

    Raises InterviewError: "no-rubric" where it cannot be read, "bad-rubric" with the line.
    """
    text = _text(path)
    source = _Source(path, text)
    is_yaml = path.suffix.lower() in (".yaml", ".yml")
    value = _yaml(source) if is_yaml else _toml(source)
    if not isinstance(value, dict):
        source.refuse("it holds no criteria", 1)
    for key in value:
        if key not in ("name", "criteria"):
            source.refuse(f"there is no key {_shown(key)} beside criteria", source.line(str(key)))
    name = value.get("name", path.stem)
    if not isinstance(name, str):
        source.refuse("name must be text", source.line("name"))
    listed = value.get("criteria")
    if not isinstance(listed, list) or not listed:
        source.refuse("it holds no criteria", source.line("criteria"))
    if len(listed) > MOST_CRITERIA:
        source.refuse(f"it has more than {MOST_CRITERIA} criteria", source.line("criteria"))
    criteria = tuple(_criterion(one, number, source) for number, one in enumerate(listed))
    names = [one.name.casefold() for one in criteria]
    for number, each in enumerate(names):
        if each in names[:number]:
            source.refuse("name stands there twice", source.line("name", number))
    if not any(one.weight for one in criteria):
        source.refuse("all weights are 0", source.line("weight", 0))
    return Rubric(_plain(name), criteria)


@dataclass(frozen=True, slots=True)
class _Source:
    """A rubric's file, to tell where it is wrong."""

    path: Path
    text: str

    def line(self, key: str, criterion: int | None = None) -> int:
        """The line of a key, of the criterion of this number; that of the criterion without it."""
        lines = self.text.splitlines()
        first, last = self._span(criterion, lines) if criterion is not None else (0, len(lines))
        pattern = re.compile(rf"[\s{{,\-]*[\"']?{re.escape(key)}[\"']?\s*[=:]")
        for number in range(first, last):
            if pattern.match(lines[number]) or re.search(
                rf"[{{,]\s*{re.escape(key)}\s*[=:]", lines[number]
            ):
                return number + 1
        return min(first, max(0, len(lines) - 1)) + 1

    def _span(self, criterion: int, lines: list[str]) -> tuple[int, int]:
        heads = [number for number, line in enumerate(lines) if self._is_head(line)]
        if criterion >= len(heads):
            return 0, len(lines)
        return heads[criterion], heads[criterion + 1] if criterion + 1 < len(heads) else len(lines)

    def _is_head(self, line: str) -> bool:
        return bool(_HEADER.match(line)) and not re.match(r"\s*-\s+[\"'\w][^:]*$", line)

    def refuse(self, why: str, line: int | None = None, near: tuple[str, ...] = KEYS) -> NoReturn:
        """Raise InterviewError("bad-rubric")."""
        at = f", line {line}" if line else ""
        raise InterviewError(
            "bad-rubric",
            f"{self.path}{at}: {why}" + ("" if why.endswith("?") else "."),
            f"A criterion has {', '.join(KEYS)}; print one that works: `voicecli interview rubric`."
            if near is KEYS
            else "Mend it with an editor.",
            exit_code=ExitCode.USAGE,
        )


def _criterion(value: Any, number: int, source: _Source) -> Criterion:
    if not isinstance(value, dict):
        source.refuse(f"criterion {number + 1} is no table", source.line("name", number))
    for key in value:
        if key not in KEYS:
            near = difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.5)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            source.refuse(f"there is no key {_shown(key)}{meant}", source.line(str(key), number))
    if "name" not in value:
        source.refuse(f"criterion {number + 1} has no name", source.line("name", number))
    read: dict[str, Any] = {"description": "", "weight": 1.0}
    for key, given in value.items():
        try:
            read[key] = _READERS[key](given)
        except ValueError as error:
            source.refuse(f"{key} {error}", source.line(key, number))
    if not read["name"]:
        source.refuse("name must not be empty", source.line("name", number))
    return Criterion(**read)


def _read_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be text, not {_shown(value)}")
    text = _plain(value)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"must have at most {LONGEST_TEXT} characters")
    return text


def _read_weight(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"must be a number, not {_shown(value)}")
    if not math.isfinite(value) or not 0 <= value <= 1_000_000:
        raise ValueError("must lie between 0 and 1000000")
    return float(value)


def _read_measures(value: Any) -> tuple[str, ...]:
    found = _texts(value, len(MEASURES))
    for one in found:
        if one not in MEASURES:
            raise ValueError(f"must be some of {', '.join(MEASURES)}, not {_shown(one)}")
    return found


def _texts(value: Any, most: int) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"must be a list of texts, not {_shown(value)}")
    if len(value) > most:
        raise ValueError(f"must have at most {most} entries")
    found = tuple(_read_text(one) for one in value)
    if not all(found):
        raise ValueError("must not hold empty texts")
    return tuple(dict.fromkeys(found))


def _read_levels(value: Any) -> Mapping[int, str]:
    if isinstance(value, list) and len(value) == len(SCORES):
        value = dict(zip(SCORES, value, strict=True))
    if not isinstance(value, dict) or any(str(key) not in map(str, SCORES) for key in value):
        raise ValueError("must be five texts, or texts by score: 1 to 5")
    return {int(key): _read_text(text) for key, text in value.items()}


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "name": _read_text,
    "description": _read_text,
    "weight": _read_weight,
    "measures": _read_measures,
    "points": lambda value: _texts(value, MOST_POINTS),
    "levels": _read_levels,
}


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise InterviewError(
                "no-rubric", f"There is no file {path}.", "Name a TOML or YAML file with --rubric."
            )
        with path.open("rb") as file:
            raw = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise InterviewError("no-rubric", f"{path} cannot be read: {why}.", "Mend it.") from error
    source = _Source(path, "")
    if len(raw) > LARGEST_BYTES:
        source.refuse(f"it is larger than {LARGEST_BYTES >> 10} KiB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source.refuse("it is not text in UTF-8", raw.count(b"\n", 0, error.start) + 1)


def _toml(source: _Source) -> Any:
    try:
        return tomllib.loads(source.text)
    except RecursionError:
        source.refuse("it is nested too deeply")
    except ValueError as error:  # tomllib says the line; or a number with thousands of digits
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        said = re.sub(r"\s*\(at .*\)$", "", str(error))[:200]
        source.refuse(said[:1].lower() + said[1:], int(place[1]) if place else None)


def _yaml(source: _Source) -> Any:
    import yaml

    try:
        for token in yaml.scan(source.text, yaml.SafeLoader):
            if isinstance(token, yaml.AliasToken):
                source.refuse("aliases are not read", token.start_mark.line + 1)
        return yaml.safe_load(source.text)
    except RecursionError:
        source.refuse("it is nested too deeply")
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", None)
        source.refuse(str(error.problem or "it is no YAML"), None if line is None else line + 1)
    except (yaml.YAMLError, ValueError) as error:
        source.refuse(" ".join(str(error).split())[:200])


def _plain(text: str) -> str:
    return " ".join(visible(text).split())


def _shown(value: Any) -> str:
    return repr(value)[:40]
