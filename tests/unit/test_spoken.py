import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from voicecli.tts.spoken import spoken

pytestmark = pytest.mark.unit

TRAPS = {
    # years and dates
    "It began in 1905.": "It began in nineteen oh five.",
    "since 1999, when": "since nineteen ninety nine, when",
    "a 2019 model (2021)": "a twenty nineteen model (twenty twenty one)",
    "in 2004": "in 2004",
    "2048 tokens and 1500 lines": "2048 tokens and 1500 lines",
    "1,234,567": "1,234,567",
    "2023-02": "February twenty twenty three",
    "on 2021-05-03.": "on May third, twenty twenty one.",
    "2021/12/31": "December thirty first, twenty twenty one",
    "12/25/2021": "December twenty fifth, twenty twenty one",
    "25/12/2021": "December twenty fifth, twenty twenty one",
    "3.5.2021": "May third, twenty twenty one",
    "99/99/2021": "99/99/2021",
    "2021-99-99": "2021-99-99",
    "Jan. 5, 2021": "January 5, twenty twenty one",
    "5 May 2021": "5 May twenty twenty one",
    "the 1990s and the '80s": "the nineteen nineties and the eighties",
    # ranges
    "2021–2023": "twenty twenty one to twenty twenty three",
    "1998-2004": "nineteen ninety eight to 2004",
    "5–10 km, pages 3-7": "5 to 10 kilometers, pages 3 to 7",
    "COVID-19, RS-485, 3-year": "COVID-19, RS-485, 3-year",
    # money
    "$5, $1, €20 and 20 €": "5 dollars, 1 dollar, 20 euros and 20 euros",
    "$3.50 or £0.01": "3 dollars and 50 cents or 1 penny",
    "$1,234.56": "1,234 dollars and 56 cents",
    "$1.2 million, $5M, €3bn": "1.2 million dollars, 5 million dollars, 3 billion euros",
    "a loss of £2.4m, £5m.": "a loss of 2.4 million pounds, 5 million pounds.",
    # units
    "5 km, 1 km, 12 km/h": "5 kilometers, 1 kilometer, 12 kilometers per hour",
    "20 ms, 0.5 s, 30 min, 2h": "20 milliseconds, 0.5 seconds, 30 minutes, 2 hours",
    "16 GB, 256MB, 100 Mbit/s": "16 gigabytes, 256 megabytes, 100 megabits per second",
    "22 °C, -5 °C, 70°F": "22 degrees Celsius, -5 degrees Celsius, 70 degrees Fahrenheit",
    "-5 °C": "-5 degrees Celsius",
    "5 m² or 3 m³": "5 square meters or 3 cubic meters",
    "2.4 GHz, 60 fps, 50%": "2.4 gigahertz, 60 frames per second, 50%",
    "3D, 4K, ESP32, x86_64": "3D, 4K, ESP32, x86 64",
    "$5-10, €5–€10": "5 to 10 dollars, 5 to 10 euros",
    "EUR 5, 20 USD": "5 euros, 20 dollars",
    "5 µg, 10 lbs, 5kΩ, 5‰": "5 micrograms, 10 pounds, 5 kiloohms, 5 per mille",
    "50 requests/s, 3 jobs/h": "50 requests per second, 3 jobs per hour",
    "1920x1080 and 4x4, 0x10": "1920 by 1080 and 4 by 4, 0x10",
    # other numbers
    "in the 2000s": "in the two thousands",
    "since '99 and ’05": "since nineteen ninety nine and ’05",
    "2021-05-03T10:30:00Z": "May third, twenty twenty one, 10:30 UTC",
    "½ of it, 3½ or 3 1/2": "one half of it, 3 and one half or 3 and one half",
    "O(n^2), 1e6, 2.5e-3, −4": (
        "O(n squared), 1 times 10 to the power of 6, 2.5 times 10 to the power of -3, -4"
    ),
    "1/2, 3/4 and 24/7": "one half, three quarters and 24 7",
    "2x, 1.5x, 100k": "2 times, 1.5 times, 100 thousand",
    "10^6 and 3²": "10 to the power of 6 and 3 squared",
    "192.168.1.1": "192 dot 168 dot 1 dot 1",
    "+49 170 1234567": "plus 4 9 1 7 0 1 2 3 4 5 6 7",
    "3.14, 1st, 22nd, 10:30": "3.14, 1st, 22nd, 10:30",
    "World War II, Chapter IV, I am": "World War 2, Chapter 4, I am",
    # abbreviations
    "Dr. Smith met Mrs. X.": "Doctor Smith met Missus X.",
    "e.g. this, i.e. that, A vs. B": "for example this, that is that, A versus B",
    "No. 5, Fig. 3, p. 12": "number 5, figure 3, page 12",
    "J. R. R. Tolkien, George W. Bush": "J R R Tolkien, George W Bush",
    "the U.S. Army": "the U S Army",
    "in the U.S.": "in the U S.",
    "The answer is no.": "The answer is no.",
    "St. John lives on Main St.": "Saint John lives on Main Street.",
    "on Main St. in Bergen": "on Main Street in Bergen",
    "Nos. 1-3, Mt. Everest": "numbers 1 to 3, Mount Everest",
    "Smith et al. 2020, a.k.a. Bob": "Smith and others twenty twenty, also known as Bob",
    "w/ and w/o": "with and without",
    # symbols
    "C++, C#, .NET, Node.js, R&D": "C++, C sharp, .NET, Node.js, R&D",
    "Tom & Jerry and/or TCP/IP": "Tom and Jerry and or TCP IP",
    "2 + 2 = 4": "2 + 2 equals 4",
    "~5, ≥ 3, < 5, ±2, 3 × 4": "about 5, at least 3, less than 5, plus or minus 2, 3 times 4",
    "A → B -> C": "A to B to C",
    "#1 and #tag": "number 1 and tag",
    "snake_case and f(x)": "snake case and f(x)",
    # addresses
    "See https://tidewatch.example/a?b=c.": "See tidewatch dot example.",
    "at www.tidewatch.example, now": "at tidewatch dot example, now",
    "Mail a.b@c.example!": "Mail a dot b at c dot example!",
    "<https://user:secret@a.example:80/>": "a dot example",
    "https://a.example/path_(x)?q=1#f.": "a dot example.",
    "(see https://a.example/x)": "(see a dot example)",
    "→ next": "next",
    # markup
    "# Title": "Title",
    "- [x] done": "done",
    "1. **Bold**, *it*, __b__, ~~gone~~": "1. Bold, it, b, gone",
    "`code` and ```more```": "code and more",
    "```python\nprint(1)\n```": "print(1)",
    "[link](http://x.example) ![alt](y.png)": "link alt",
    "[[Page|name]] [1] text[^2]": "name text",
    "[[həˈloʊ]]": "həˈloʊ",
    "<b>hi</b> &amp; <br/>you<!-- no -->": "hi and you",
    "> quoted": "quoted",
    "| a | b |": "a, b",
    "|---|:-:|": "",
    "---": "",
    # pictures and other scripts
    "😀 hello 👍🏽 👩‍💻": "hello",
    "🇩🇪 1️⃣": "1",
    "مرحبا 😀": "مرحبا",
    "你好": "你好",
    "...": "",
    "😀😀": "",
    " \n\t": "",
    "": "",
    "\x00a\x07\ud800b": "a b",
}


@pytest.mark.parametrize(("text", "words"), TRAPS.items(), ids=range(len(TRAPS)))
def test_trap(text: str, words: str) -> None:
    assert spoken(text) == words


def test_other_languages_lose_only_markup() -> None:
    text = "**Es** kostet 5 € (2021), siehe https://a.example 😀."
    assert spoken(text, "de") == "Es kostet 5 € (2021), siehe a dot example."
    assert spoken(text, "en-us").startswith("Es kostet 5 euros")


MARKUP = [
    *"*_`#|~^<>\\{}[]()=-+!.,:; \n\"'&@/%$€°²→½123 abCI",
    "```",
    "**",
    "[[",
    "]]",
    "https://a.example",
    "<b>",
    "2021",
    "2021-05-03",
    "5 km",
    "e.g.",
    "Dr.",
    "U.S.",
    "😀",
    "&lt;",
    "1/2",
    "$5",
    "II",
]


@given(st.lists(st.sampled_from(MARKUP), max_size=60).map("".join) | st.text(max_size=200))
@example("[[[[a]]]]")
@example("&lt;b&gt;")
def test_it_never_fails_and_leaves_no_markup(text: str) -> None:
    for language in ("en", "de"):
        words = spoken(text, language)
        assert not re.search(r"[*_`#|~^<>\\{}\[\]=\n]", words)
        assert words == words.strip()
        assert not words or any(character.isalnum() for character in words)


@pytest.mark.parametrize("text", ["*a " * 700, "<a " * 700, "[" * 2000, "1-" * 1000, "_" * 2000])
def test_hostile_text_is_no_trouble(text: str) -> None:
    assert len(spoken(text)) <= 4 * len(text)
