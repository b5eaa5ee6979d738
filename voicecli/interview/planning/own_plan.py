"""A plan of one's own, from a file, and a plan as a file that can be read back.

`[[topics]]` of TOML, a list of YAML, headings of Markdown or plain lines are topics; questions that
are missing come from templates.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from voicecli.documents.text import decode
from voicecli.errors import DocumentError, InterviewError
from voicecli.interview.papers.plain_text import visible
from voicecli.interview.plan import Place, Plan, Question, QuestionKind, Topic, TopicKind, WrittenBy
from voicecli.interview.planning.cleaning import bare
from voicecli.interview.planning.own_plan_formats import WrittenTopic, bad, parse
from voicecli.interview.planning.question_kinds import as_question, kind_of, points_of
from voicecli.interview.planning.templates import TemplatePool, own_group, slots_for
from voicecli.interview.planning.themes import theme_of

MOST_BYTES = 1_000_000
MOST_TOPICS = 40
MOST_QUESTIONS = 40
LONGEST_TITLE = 120
LONGEST_QUESTION = 600
"""Characters."""
FEWEST = 2


def read_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of a file, in its order, each with at least two questions.

    Raises InterviewError: "missing-topics", "unreadable-topics", or "bad-topics" naming the line.
    """
    written = _merged(parse(_text(path), path.name))
    if not written:
        raise bad(path.name, 0, "it has no topic")
    if len(written) > MOST_TOPICS:
        raise bad(path.name, written[MOST_TOPICS].line, f"more than {MOST_TOPICS} topics")
    pool = TemplatePool(must_give=True)
    told = [_questions(topic, path.name) for topic in written]
    pool.asked += [question.text for questions in told for question in questions]
    return tuple(
        _topic(f"t{number}", topic, questions, pool, path.name)
        for number, (topic, questions) in enumerate(zip(written, told, strict=True), 1)
    )


def _merged(written: Sequence[WrittenTopic]) -> list[WrittenTopic]:
    """Topics of one name are one topic."""
    by_name: dict[str, WrittenTopic] = {}
    for topic in written:
        first = by_name.setdefault(" ".join(topic.title.split()).casefold(), topic)
        if first is not topic:
            first.questions += topic.questions
    return list(by_name.values())


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        code = "missing-topics" if isinstance(error, FileNotFoundError) else "unreadable-topics"
        why = (error.strerror or "it cannot be read").lower()
        raise InterviewError(code, f"{path} cannot be read: {why}.", "See `ls -l`.") from error
    if len(raw) > MOST_BYTES:
        raise bad(path.name, 0, "it is larger than a plan can be (1 MB)")
    try:
        return decode(raw, path.name)
    except DocumentError as error:
        raise InterviewError("bad-topics", error.message, error.hint) from error


def _questions(topic: WrittenTopic, name: str) -> list[Question]:
    if len(topic.questions) > MOST_QUESTIONS:
        raise bad(name, topic.line, f"more than {MOST_QUESTIONS} questions in one topic")
    found = [_question(row, topic, name) for row in topic.questions]
    return list({question.text: question for question in found}.values())


def _question(row: Any, topic: WrittenTopic, name: str) -> Question:
    given: Mapping[str, Any] = row if isinstance(row, Mapping) else {"text": row}
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad(name, topic.line, f"a question of “{topic.title:.40}” is no text")
    text = _as_asked(bare(visible(text)))
    if len(text) > LONGEST_QUESTION:
        raise bad(name, topic.line, f"a question is longer than {LONGEST_QUESTION} characters")
    kind = given.get("kind", kind_of(text))
    if kind not in get_args(QuestionKind):
        kinds = ", ".join(get_args(QuestionKind))
        raise bad(name, topic.line, f"“{kind!s:.40}” is no kind of question; there are {kinds}")
    seeks = given.get("seeks")
    if seeks is None:
        seeks = points_of(text, kind)
    elif not _is_texts(seeks):
        raise bad(name, topic.line, "`seeks` is no list of points")
    by = given.get("by", "person")
    if by not in get_args(WrittenBy):
        raise bad(name, topic.line, "`by` is template, llm or person")
    points = tuple(point for one in seeks if (point := " ".join(one.split())))
    return Question(text, kind, points, cast(WrittenBy, by))


_ASKS = re.compile(
    r"(?:please )?(?:tell|describe|explain|walk|talk|give|name|convince|sell|imagine|suppose|share"
    r"|show|think|take|let|introduce|list|compare|define|outline|summari[sz]e|pretend|prove|say)\b",
    re.IGNORECASE,
)
_MOST_NAMED = 4


def _as_asked(text: str) -> str:
    """A question as it is put; of a few words that ask nothing, one about what they name."""
    if text.rstrip().endswith(("?", ".", "!")) or _ASKS.match(text):
        return text
    named = slots_for(text)["x"] if len(text.split()) <= _MOST_NAMED else ""
    return f"What can you tell me about {named}?" if named else text


def _topic(
    topic_id: str, topic: WrittenTopic, questions: list[Question], pool: TemplatePool, name: str
) -> Topic:
    title = " ".join(visible(topic.title).split())
    if not title:
        raise bad(name, topic.line, "a topic has no title")
    if len(title) > LONGEST_TITLE:
        raise bad(name, topic.line, f"a title is longer than {LONGEST_TITLE} characters")
    kind, weight = topic.fields.get("kind", "own"), topic.fields.get("weight", 1.0)
    if kind not in get_args(TopicKind):
        kinds = ", ".join(get_args(TopicKind))
        raise bad(name, topic.line, f"“{kind!s:.40}” is no kind of topic; there are {kinds}")
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1:
        raise bad(name, topic.line, "`weight` lies between 0 and 1")
    why = topic.fields.get("why", "Of your own plan.")
    if not isinstance(why, str):
        raise bad(name, topic.line, "`why` is no text")
    if len(questions) < FEWEST:
        if not slots_for(title)["x"]:
            raise bad(name, topic.line, f"“{title:.40}” cannot be said, and has too few questions")
        questions = [*questions, *_ready(title, pool, FEWEST + 1 - len(questions))]
    places = tuple(_place(row, topic, name) for row in topic.fields.get("places", ()))
    return Topic(topic_id, title, kind, " ".join(why.split()), weight, tuple(questions), places)


def _ready(title: str, pool: TemplatePool, most: int) -> tuple[Question, ...]:
    """So many ready questions about what a title names."""
    theme = theme_of(title)
    found = pool.accept(theme.questions, most) if theme else ()
    return found + pool.take((own_group(title),), slots_for(title), most - len(found))


def _place(row: Any, topic: WrittenTopic, name: str) -> Place:
    try:
        return Place(
            str(row["document"]), str(row["quote"]), int(row["line"]),
            int(row["page"]) if row.get("page") else None,
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise bad(name, topic.line, "a place needs `document`, `quote` and `line`") from error


def _is_texts(value: Any) -> bool:
    return isinstance(value, Sequence) and all(isinstance(one, str) for one in value)


def plan_as_toml(plan: Plan) -> str:
    """The topics of a plan as a file that `read_topics` reads back, and a person can edit."""
    import tomlkit

    document = tomlkit.document()
    document.add(tomlkit.comment("A plan for `voicecli interview --topics FILE`. Edit it freely:"))
    document.add(tomlkit.comment("a topic needs a title; missing questions are filled in."))
    rows = tomlkit.aot()
    for topic in plan.topics:
        row = tomlkit.table()
        row["title"], row["kind"], row["why"] = topic.title, topic.kind, topic.why
        row["weight"] = round(topic.weight, 4)
        asked = tomlkit.aot()
        for question in topic.questions:
            one = tomlkit.table()
            one["text"], one["kind"] = question.text, question.kind
            one["seeks"], one["by"] = list(question.seeks), question.by
            asked.append(one)
        row["questions"] = asked
        if topic.places:
            places = tomlkit.aot()
            for place in topic.places:
                where = tomlkit.table()
                where["document"], where["quote"] = place.document, place.quote
                where["line"] = place.line
                if place.page is not None:
                    where["page"] = place.page
                places.append(where)
            row["places"] = places
        rows.append(row)
    document["topics"] = rows
    return tomlkit.dumps(document)


def own_question(text: str) -> Question:
    """A question as a person typed it."""
    return as_question(bare(visible(text))[:LONGEST_QUESTION], "person")
