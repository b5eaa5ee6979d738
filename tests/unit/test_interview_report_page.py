"""The page of an interview's report: whole, escaped, and without anything from elsewhere."""

import base64
import hashlib
import re
from dataclasses import replace

import pytest

from tests.interviewed import LEFT, PLAN, SUBJECT, TOLD, over, report_on, spoken
from tests.unit.test_analyze_page import HOSTILE, Tags
from voicecli.cli.interview_report_markdown import as_markdown
from voicecli.cli.interview_report_page import page
from voicecli.interview.course import Assessment
from voicecli.interview.plan import Job
from voicecli.interview.reporting.report import make_report
from voicecli.interview.reporting.rubric import default_rubric

pytestmark = pytest.mark.unit


def hostile_page() -> str:
    told = replace(
        TOLD,
        question=f"{HOSTILE}?",
        reply=spoken(f"{HOSTILE} I called the doctor and we saved him in the end.", 8.0, 9.0),
        assessment=Assessment("partial", (), (HOSTILE,), (HOSTILE,), (HOSTILE,)),
    )
    topics = tuple(replace(one, title=HOSTILE, why=HOSTILE) for one in PLAN.topics)
    places = tuple(
        replace(one, text=HOSTILE, place=replace(one.place, quote=HOSTILE))
        for one in PLAN.job.requirements
    )
    plan = replace(PLAN, job=Job(HOSTILE, HOSTILE, places), topics=topics, documents=(HOSTILE,))
    subject = replace(SUBJECT, title=HOSTILE)
    return page(make_report(plan, over(told), default_rubric(), subject))


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = page(report_on(LEFT))
    for tag, attributes in Tags(text).tags:
        assert tag not in ("script", "link", "iframe", "img", "object", "embed", "base")
        assert not {"src", "style"} & attributes.keys(), tag
        assert (attributes.get("href") or "#").startswith("#"), tag
        assert not any(name.startswith("on") for name in attributes), tag
    assert not re.search(r"https?://|url\(|@import", text)


def test_the_contents_lead_to_each_part() -> None:
    tags = Tags(page(report_on(LEFT))).tags
    links = [attributes["href"] for tag, attributes in tags if tag == "a"]
    heads = [f"#{attributes['id']}" for tag, attributes in tags if tag == "h2"]
    assert links == heads
    assert "#topic-3" in heads


def test_hostile_names_and_words_stay_text() -> None:
    text = hostile_page()
    tags = {tag for tag, _ in Tags(text).tags}
    assert not tags & {"script", "img"}
    assert "{{ 7*7 }}" in text
    assert "\u202e" not in text


def test_the_policy_names_the_style_that_is_there() -> None:
    text = page(report_on(LEFT))
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in text or f"'sha256-{digest}'" in text
    assert "default-src 'none'" in text


def test_every_tag_is_closed_where_it_must_be() -> None:
    text = page(report_on(LEFT))
    for tag in ("section", "article", "blockquote", "q", "dl", "dd", "ul", "ol", "svg", "figure"):
        assert len(re.findall(rf"<{tag}[ >]", text)) == text.count(f"</{tag}>"), tag


def test_markdown_shows_what_was_said_as_it_was() -> None:
    said = "I *really* called_the_doctor # and <b>then</b> `left` because it was over in the end."
    told = replace(TOLD, reply=spoken(said, 8.0, 9.0), assessment=Assessment("partial"))
    text = as_markdown(report_on(over(told)))
    assert r"\*really\* called\_the\_doctor \# and \<b\>then" in text
