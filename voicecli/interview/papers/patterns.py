"""Patterns of sentences, looked for however their apostrophes are set; what requirements are."""

import re

HEAD = (
    r"(?:certificat(?:es?|ions?)|licen[cs](?:es?|ure|ing)|degrees?|diplomas?|qualifications?"
    r"|registration|accreditations?|permits?"
    r"|tickets?|clearance|experience|knowledge|understanding|familiarity|proficiency|command"
    r"|abilit(?:y|ies)|skills?|skill set|track record"
    r"|record|attitude|approach|manners?|manner|eye|sense of|passion|commitment|willingness"
    r"|flexibility|fluency|background|years?|yrs?|pin"
    r"|membership|gcses?|a-levels?|ethic|mindset|temperament|stamina|literacy|numeracy"
    r"|attention|patience|enthusiasm|awareness|expertise"
    r"|competenc(?:e|y|ies)|aptitude|confidence|apprenticeship|training|education|portfolio"
    r"|eligibility|empathy|resilience|motivation|drive|interest|appetite"
    r"|judge?ment|discretion|integrity|nvq|diploma|dbs check|[bm]sc|ph\.?d|bachelor(?:'?s)?"
    r"|master(?:'?s)?|card|exposure|grasp|insight|love of|curiosity)"
)
"""What requirements are, when they are nouns."""


def typed(text: str) -> str:
    """A text with apostrophes as they are typed; each letter stays where it is."""
    return text.replace("’", "'").replace("‘", "'")


def finds(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern is in a text; it is written with typed apostrophes."""
    return pattern.search(typed(text)) is not None
