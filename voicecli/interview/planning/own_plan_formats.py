"""Plans of people's own as they stand in files: TOML, YAML, Markdown or one topic a line."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from voicecli.documents.yaml_records import load_yaml
from voicecli.errors import DocumentError, InterviewError

HINT = "`voicecli interview plan --save FILE.toml` writes one that can be read."


@dataclass(slots=True)
class WrittenTopic:
    """A topic as somebody wrote it; `line` counts from 1, 0 where the format does not tell.

    `questions` are texts or mappings with `text`, `kind` and `seeks`; `fields` whatever else a
    saved plan says of it.
    """

    title: str
    line: int
    questions: list[Any] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)


def bad(name: str, line: int, why: str) -> InterviewError:
    """The error for what cannot be read as a plan, naming the line."""
    place = f"{name}, line {line}" if line else name
    return InterviewError("bad-topics", f"{place}: {why}.", HINT)


def parse(text: str, name: str) -> list[WrittenTopic]:
    """The topics in a file's text, by the ending of its name. Raises InterviewError."""
    ending = name.lower().rpartition(".")[2]
    if ending == "toml":
        return _toml(text, name)
    if ending in ("yaml", "yml", "json"):  # JSON is YAML, too
        return _yaml(text, name)
    if ending in ("md", "markdown"):
        return _markdown(_FRONT.sub(_as_empty_lines, text), name)
    if ending in ("csv", "tsv", "xlsx", "html", "htm", "xml", "ini"):
        raise bad(name, 0, "a plan is TOML, YAML, JSON, Markdown or text, one topic a line")
    if _TOML_HEAD.search(text):  # a saved plan under another name
        return _toml(text, name)
    return _plain(text, name)


_TOML_HEAD = re.compile(r"^\s*\[\[\s*topics\s*\]\]\s*$", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n(?:[^\n]*\n)*?---[ \t]*\n")
"""What stands about a Markdown page before it begins."""


def _as_empty_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")


def _toml(text: str, name: str) -> list[WrittenTopic]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        why = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise bad(name, int(found[1]) if found else 0, _small(why)) from error
    heads = [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"\s*\[\[\s*topics\s*\]\]", line)
    ]
    return list(_tables(tables, name, heads))


def _yaml(text: str, name: str) -> list[WrittenTopic]:
    import yaml

    try:
        data = load_yaml(text, name)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (DocumentError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        found = re.search(r"line (\d+)", str(error))
        line = mark.line + 1 if mark else int(found[1]) if found else 0
        why = getattr(error, "problem", None) or getattr(error, "message", str(error))
        why = re.sub(r"^.*?line \d+(?:, column \d+)?:\s*", "", str(why).rstrip("."))
        raise bad(name, line, _small(why)) from error
    if node is None:
        raise bad(name, 0, "it has no list of topics")
    if isinstance(data, Mapping) and "topics" in data:
        pairs = {key.value: value for key, value in node.value}
        node, inner = pairs["topics"], data["topics"]
    else:
        inner = data
    if isinstance(inner, Mapping):
        lines = [key.start_mark.line + 1 for key, _ in node.value]
        rows = [{"title": title, "questions": asked} for title, asked in inner.items()]
        return list(_tables({"topics": rows}, name, lines))
    lines = [one.start_mark.line + 1 for one in node.value] if isinstance(inner, list) else []
    return list(_tables({"topics": inner}, name, lines))


def _tables(tables: Mapping[str, Any], name: str, lines: Sequence[int]) -> Iterator[WrittenTopic]:
    rows = tables.get("topics")
    if not isinstance(rows, list) or not rows:
        raise bad(name, 0, "it has no list of topics")
    for number, row in enumerate(rows):
        line = lines[number] if number < len(lines) else 0
        if isinstance(row, str):
            yield WrittenTopic(row, line)
            continue
        if not isinstance(row, Mapping) or not isinstance(row.get("title"), str):
            raise bad(name, line, f"topic {number + 1} has no title")
        asked = row.get("questions")
        asked = [asked] if isinstance(asked, str) else [] if asked is None else asked
        if not isinstance(asked, list):
            raise bad(name, line, f"the questions of “{row['title']:.40}” are no list")
        rest = {key: value for key, value in row.items() if key not in ("title", "questions")}
        yield WrittenTopic(row["title"], line, list(asked), rest)


_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-{3,})\s*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+•–]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.*\S)\s*$")
_SEEKS = re.compile(r"^(?:seeks?|points?|looks? for|listen for)\s*:\s*(.+)$", re.IGNORECASE)
_WHY = re.compile(r"^(?:why|because)\s*:\s*(.+)$", re.IGNORECASE)


def _markdown(text: str, name: str) -> list[WrittenTopic]:
    """Headings are topics, their bullets questions; a heading over headings is a plan's title."""
    topics: list[tuple[int, WrittenTopic]] = []
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        below = lines[number] if number < len(lines) else ""
        if heading := _HEADING.match(line):
            topics.append((len(heading[1]), WrittenTopic(_bare(heading[2]), number)))
        elif line.strip() and _UNDERLINE.match(below) and not _ITEM.match(line):
            level = 1 if below.strip().startswith("=") else 2
            topics.append((level, WrittenTopic(_bare(line), number)))
        elif not _UNDERLINE.match(line):
            _add_line(topics[-1][1] if topics else None, line, number, name)
    if not topics:
        raise bad(name, 0, "it has no headings: each one is a topic")
    kept = []
    for (level, topic), (next_level, _) in zip(topics, [*topics[1:], (0, None)], strict=True):
        if topic.questions or next_level <= level:
            kept.append(topic)
    return kept


def _plain(text: str, name: str) -> list[WrittenTopic]:
    """A line is a topic; lines that are indented or ask are questions of the last one.

    So are bullets, unless the first topic has one, too.
    """
    topics: list[WrittenTopic] = []
    bulleted = False
    for number, line in enumerate(text.splitlines(), 1):
        item = _ITEM.match(line)
        told = item[2] if item else line.strip()
        if not _bare(told).strip(":") or told.startswith("# "):
            continue
        if topics and (line[:1].isspace() or told.endswith("?") or (item and not bulleted)):
            _add_line(topics[-1], f"- {told}", number, name)
        elif told.endswith("?"):
            raise bad(name, number, "a question stands before the first topic")
        else:
            bulleted = bulleted or (not topics and item is not None)
            topics.append(WrittenTopic(_bare(told).rstrip(":"), number))
    return topics


def _add_line(topic: WrittenTopic | None, line: str, number: int, name: str) -> None:
    """Take a line below a topic's title: a question, what the last one seeks, or why."""
    told = line.strip()
    if not told or told.startswith("<!--"):
        return
    item = _ITEM.match(line)
    words = _bare(item[2] if item else told)
    if topic is None:
        if item or words.endswith("?"):
            raise bad(name, number, "a question stands before the first topic")
        return  # an introduction
    if found := _WHY.match(words):
        topic.fields["why"] = found[1]
    elif (found := _SEEKS.match(words)) and topic.questions:
        last = topic.questions[-1]
        last = last if isinstance(last, dict) else {"text": last}
        last["seeks"] = [point.strip() for point in re.split(r"[,;]", found[1]) if point.strip()]
        topic.questions[-1] = last
    elif item or words.endswith("?"):
        topic.questions.append(words)


def _bare(text: str) -> str:
    """Text without Markdown's marks around it."""
    told = re.sub(r"\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text)
    return re.sub(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", told).strip()


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
