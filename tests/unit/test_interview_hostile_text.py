"""Text that is made to be costly, or to hide what it says: papers and replies."""

import time
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from fpdf import FPDF

from voicecli.documents import pdf
from voicecli.errors import DocumentError
from voicecli.interview.judging.assessing import Assessor
from voicecli.interview.judging.clauses import sentence_spans
from voicecli.interview.judging.follow_ups import follow_up
from voicecli.interview.judging.star import structure
from voicecli.interview.papers.claims import read_resume
from voicecli.interview.papers.plain_text import LONGEST_LINE, LONGEST_ROW, LONGEST_WORD, plain
from voicecli.interview.papers.reading import MOST_CHARACTERS, MOST_WORDS, read_paper
from voicecli.interview.papers.requirements import read_job
from voicecli.interview.plan import Question, Topic
from voicecli.interview.planning.cleaning import clean_question
from voicecli.interview.planning.instructions import read_instructions
from voicecli.interview.planning.own_plan import read_topics
from voicecli.interview.steps.orders import interview_order
from voicecli.pipeline.written_turns import written
from voicecli.types import Block, Document

pytestmark = pytest.mark.unit

PIECES = (
    " ", "\t", "a ", "a", "A", "1 ", "1", ",", "a,", "able, ", "(", "(a ", ".", "a. ", "- ", " – ",
    "a: ", "a/", "a'", "A & ", "and ", "you ", "5 years ", "2019 – 2020 ", "a | ", "[a](", "<a ",
    "www.", "a@", "50% ", "漢字", "must have ", "looking for ", "Skills: ", "BSc in Nursing, ",
)  # fmt: skip
LENGTH = 24_000
MOST_SECONDS = 15.0
"""Of the processor, for one paper; reading it took minutes where the cost grew with the square."""
QUESTION = Question(
    "Tell me about a time when you led a team.", "behavioural", ("the result",), "template"
)
TOPIC = Topic("t1", "Leading a team", "strength", "", 1.0, (QUESTION,))


def paper(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return read_paper(path)


@pytest.mark.parametrize("piece", [" ", "1 ", "a/", ",", "[a](", "able, "])
def test_a_line_without_end_is_read_in_time(tmp_path: Path, piece: str) -> None:
    line = "x" + piece * (LENGTH // len(piece)) + "y"
    began = time.process_time()
    read_job(paper(tmp_path, f"Nurse\n\nRequirements\n\n- {line}\n"))
    read_resume(paper(tmp_path, f"Ann Bee\n\nExperience\n\nCook, Inn, 2019 – 2020\n- {line}\n"))
    assert time.process_time() - began < MOST_SECONDS


@pytest.mark.parametrize("piece", PIECES)
def test_no_line_or_word_is_without_end(tmp_path: Path, piece: str) -> None:
    read = paper(tmp_path, "Nurse\n\nSome words\n" + "x" + piece * (LENGTH // len(piece)) + "y\n")
    for block in read.blocks:
        assert max(map(len, block.text.split("\n"))) <= LONGEST_LINE
        assert max(map(len, block.text.split())) <= LONGEST_WORD


def test_what_is_not_seen_is_not_read(tmp_path: Path) -> None:
    text = "Nu\u200brse\n\n- Py\u2060thon and \u202eSQL\u202c\x1b[31m\x07\n- \u200b\n"
    assert [block.text for block in paper(tmp_path, text).blocks] == [
        "Nurse",
        "Python and SQL[31m",
    ]


def test_a_long_line_is_cut_between_sentences_and_nothing_is_lost() -> None:
    sentence = "We need a nurse who can lead a ward of thirty beds. "
    text = (sentence * 100).strip()
    blocks = plain(Document("a.txt", "", (Block(text, 7),))).blocks
    assert len(blocks) == 3
    assert {block.line for block in blocks} == {7}
    assert all(block.text.endswith("beds.") for block in blocks)
    assert " ".join(block.text for block in blocks) == text


def test_usual_lines_stay_as_they_are() -> None:
    blocks = (
        Block("One. Two.\nThree", 1, ("Head",)),
        Block("a  b", 4, (), "item"),
        Block("Skill: x; Level: y", 5, cells=(("Skill", "x"), ("Level", "y"))),
    )
    assert plain(Document("a.md", "", blocks)).blocks == blocks


def test_a_row_of_pages_is_read_as_lines() -> None:
    cell = "\n".join(["We need a nurse with five years on a ward."] * 300)
    row = Block(cell.replace("\n", " "), 3, cells=(("", cell), ("", "Skills")))
    assert len(row.text) > LONGEST_ROW
    blocks = plain(Document("a.docx", "", (row,))).blocks
    assert len(blocks) == 301
    assert not any(block.cells for block in blocks)
    assert blocks[-1].text == "Skills"


def test_more_characters_than_words_can_have_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as refused:
        paper(tmp_path, "漢字仮名" * (MOST_CHARACTERS // 4 + 1))
    assert refused.value.code == "huge-document"


def test_every_reply_is_judged_in_time() -> None:
    assessor = Assessor(None)
    began = time.process_time()
    for piece in PIECES:
        reply = ("I " + piece * (LENGTH // len(piece))).strip()
        judged = assessor.assess(QUESTION.text, QUESTION.seeks, TOPIC, reply)
        follow_up(TOPIC, QUESTION.text, reply, judged, ())
        interview_order(reply)
        structure(reply)
        read_instructions(reply)
        clean_question(reply)
    assert time.process_time() - began < 4 * MOST_SECONDS


def test_letters_with_stops_are_one_sentence() -> None:
    text = "a. " * 20_000
    began = time.process_time()
    assert list(sentence_spans(text)) == [(0, len(text))]
    assert list(
        sentence_spans("We met Dr. Bee at 5 p.m. on St. James St. at 9. Then we left.")
    ) == [
        (0, 47),
        (47, 61),
    ]
    assert time.process_time() - began < MOST_SECONDS


def test_names_and_wishes_may_be_no_text(tmp_path: Path) -> None:
    path = tmp_path / "cv\udcff.txt"
    path.write_text("Nurse\n\n- Python\n", encoding="utf-8")
    assert read_paper(path).path == "cv?.txt"
    assert read_instructions("focus on \udcff leader\u202eship").text == "focus on ? leadership"


def test_a_plan_of_ones_own_hides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "topics.yaml"
    path.write_text(
        '- title: "Lead\\u202eing \\e[31mpeople"\n  questions: ["When did you \\alead?"]\n',
        encoding="utf-8",
    )
    (topic,) = read_topics(path)
    assert topic.title == "Leading [31mpeople"
    assert topic.questions[0].text == "When did you lead?"


def test_a_line_that_was_typed_is_what_is_seen_of_it() -> None:
    line = "I led\x00 a \udcff\x1b[31mteam  of\u202e ten.\t"
    assert written(line).text == "I led a ?[31mteam of ten."


def test_paragraphs_without_end_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "cv.docx"
    document = docx.Document()
    for _ in range(3):
        document.add_paragraph("I led a ward.")
    document.save(str(path))
    assert len(read_paper(path).blocks) == 3
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    empty = b"<w:p/>" * (MOST_WORDS + 1)
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        b"<w:body>", b"<w:body>" + empty
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, raw in parts.items():
            archive.writestr(one, raw)
    with pytest.raises(DocumentError) as refused:
        read_paper(path)
    assert refused.value.code == "huge-document"
    assert "paragraphs" in refused.value.message


def test_of_a_pdf_without_end_the_last_pages_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = FPDF()
    made.set_font("Helvetica", "", 11)
    for _ in range(4):
        made.add_page()
        made.cell(0, 10, "We need a nurse who can lead a ward.")
    path = tmp_path / "job.pdf"
    path.write_bytes(bytes(made.output()))
    assert len(read_paper(path).blocks) == 4
    monkeypatch.setattr(pdf, "MOST_PAPER_CHARACTERS", 80)
    seen: list[int] = []
    lines_of = pdf._lines

    def lines(document: Any, number: int, tables: Any) -> Any:
        seen.append(number)
        return lines_of(document, number, tables)

    monkeypatch.setattr(pdf, "_lines", lines)
    with pytest.raises(DocumentError) as refused:
        read_paper(path)
    assert refused.value.code == "huge-document"
    assert seen == [0, 1, 2]
