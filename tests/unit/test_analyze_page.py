"""The page of an analysis: whole, escaped, and without anything from elsewhere."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from tests.unit.test_turn_taking import conversation
from voicecli.analysis.findings import PitchRange
from voicecli.cli.analyze_json import as_values
from voicecli.cli.analyze_page import page
from voicecli.pipeline.analyze import Analysts, Analyzed, analyze
from voicecli.pipeline.sound_of_talk import SoundOfTalk
from voicecli.types import Emotion, Segment, Transcript

pytestmark = pytest.mark.unit

HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">{{ 7*7 }}\u202e'


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def analyzed(speaker: str = "Ann", text: str = "I'll call you tomorrow.") -> Analyzed:
    transcript = conversation((0.0, speaker, text), (8.0, "Bob", "Where is that thing?"))
    sound = SoundOfTalk(12.0, np.linspace(0, 1, 50, dtype=np.float32), {})
    return analyze(transcript, HOSTILE, Analysts(listen=lambda way: sound))


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = page(analyzed(), b"sound")
    for tag, attributes in Tags(text).tags:
        assert tag not in ("link", "iframe", "img", "object", "embed", "base")
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
    assert not re.search(r"https?://|url\(|@import", text)


def test_hostile_names_and_words_stay_text() -> None:
    text = page(analyzed(HOSTILE, HOSTILE), None)
    assert "alert(1)</script>" not in text
    assert "<img" not in text
    assert "{{ 7*7 }}" in text
    scripts = [tag for tag, _ in Tags(text).tags if tag == "script"]
    assert len(scripts) == 1


def test_the_policy_names_the_script_and_style_that_are_there() -> None:
    text = page(analyzed(), b"sound")
    policy = next(
        attributes["content"] or ""
        for tag, attributes in Tags(text).tags
        if tag == "meta" and "http-equiv" in attributes
    )
    assert "default-src 'none'" in policy
    for pattern in (r"<style>(.*?)</style>", r"<script>(.*?)</script>"):
        found = re.search(pattern, text, re.DOTALL)
        assert found
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "unsafe" not in policy


def test_sound_is_in_the_page_or_its_lack_explained() -> None:
    with_sound = page(analyzed(), b"\x00\x01mp3")
    assert base64.b64encode(b"\x00\x01mp3").decode() in with_sound
    assert "<audio" in with_sound
    without = page(analyzed(), None, "Too large <b>")
    assert "<audio" not in without
    assert "Too large &lt;b&gt;" in without


def test_every_time_leads_to_a_sentence_that_is_there() -> None:
    text = page(analyzed(), None)
    tags = Tags(text).tags
    places = {attributes.get("id") for _, attributes in tags}
    links = [attributes["href"] or "" for tag, attributes in tags if tag == "a"]
    assert len(links) > 3
    assert all(link[1:] in places for link in links)


def test_emotions_are_called_a_guess() -> None:
    spoken = Segment(0, 2, " Hello there.", (), "A", emotion=Emotion("angry", 0.6, 0.5, -0.4))
    found = analyze(Transcript((spoken,), "en", 2.0), "x", Analysts())
    text = page(found, None)
    assert 'title="sounded angry, a guess"' in text
    assert "How it sounded, a guess" in text


def test_nothing_said_makes_a_page_too() -> None:
    text = page(analyze(Transcript((), "", 0.0), "x", Analysts()), None)
    assert "Nothing is said" in text


def test_json_has_a_schema_and_plain_values() -> None:
    values = as_values(analyzed().analysis)
    assert values["schema"] == 1
    assert json.loads(json.dumps(values)) == values
    assert values["actions"][0]["owner"] == "Ann"
    assert values["actions"][0]["due"] == "tomorrow"
    assert values["overlap_seconds"] is None


def test_pitch_reaches_the_speaker() -> None:
    pitch = {"Ann": PitchRange(200.0, 160.0, 280.0, 9.7)}
    sound = SoundOfTalk(3.0, np.ones(3, np.float32), pitch)
    found = analyze(
        conversation((0.0, "Ann", "Hello you.")), "x", Analysts(listen=lambda way: sound)
    )
    assert found.analysis.speakers[0].pitch == pitch["Ann"]
    assert "200 Hz (160–280)" in page(found, None)
