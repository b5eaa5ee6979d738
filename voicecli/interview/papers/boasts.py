"""The figures that a résumé boasts of: "30 %", "£1.2m", "a team of six", "40 drops a day"."""

import re

from voicecli.interview.papers.periods import read_period

_SPELLED = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    "|sixty|eighty|(?:a |one )?hundred|hundreds|(?:a |one )?thousand|thousands|(?:a |one )?million"
    "|millions|(?:half|double|triple)(?!-)|twice|dozens?"
)
_NO_NOUN = (
    "and|or|to|of|in|by|with|from|for|on|at|the|a|an|per|as|is|was|more|other|within|across|over"
    "|after|before|against|since|during|under|above|below|between|through|while|into|until|who|which"
    "|that"
)
_WORD = rf"(?!(?:{_NO_NOUN})(?![\w-]))[A-Za-z]++(?:-[A-Za-z]++)*+"
_FIGURE = re.compile(
    r"(?<![\w.,/#-])"
    rf"(?:(?:[£$€¥]\s?)?\d(?:[\d,.]*\d)?|\b(?:{_SPELLED})\b)"
    r"(?:\s?(?:%|per ?cent\b|percent\b|k\b|m\b|bn\b|mn\b|million\b|billion\b|thousand\b|x\b))?\+?"
    rf"(?:(?<!%)(?:[ -]{_WORD}){{0,2}}?"
    rf"[ -](?=[A-Za-z-]*s(?![\w-])){_WORD}"
    rf"|(?<!%)[ -]{_WORD})?",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(
    r"(?:class|level|grade|year|key stage|ks|band|phase|type|category|version|v|windows|office|iso"
    r"|en|frs|ifrs|python|java|php|angular|html|css|section|article|act|no\.?|part|form|stage|tier"
    r"|schedule|chapter|unit|room|route|form)\s?$",
    re.IGNORECASE,
)
_LONGEST_NAME = 16
"""Characters of what a figure stands behind, and one before."""
_NO_FIGURE = re.compile(r"(?:24/7|\d+(?:st|nd|rd|th)\b|360)", re.IGNORECASE)


def boasts(text: str) -> tuple[str, ...]:
    """The figures in a sentence with their noun, literally; dates and names are none."""
    if period := read_period(text):
        text = f"{text[: period.span[0]]}\n{text[period.span[1] :]}"
    found = []
    for match in _FIGURE.finditer(text):
        before = text[max(0, match.start() - _LONGEST_NAME) : match.start()]
        figure = match[0].strip(" .,-")
        if not _BEHIND_NAME.search(before) and not _NO_FIGURE.match(text, match.start()) and figure:
            found.append(figure)
    return tuple(dict.fromkeys(found))
