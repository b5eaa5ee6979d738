"""How things are put into English: numbers, lists, plurals, years and dates.

Plurals that the language forms by itself are formed here: `inflect` knows more of them and takes
longer to load than an answer takes.
"""

import re
from collections.abc import Mapping, Sequence

from voicecli.retrieval.chunking import date_in_words
from voicecli.types import RecordType

_NOUNS: Mapping[str, tuple[str, str]] = {
    "projects": ("project", "projects"),
    "experience": ("job", "jobs"),
    "education": ("qualification", "qualifications"),
    "publications": ("publication", "publications"),
    "skills": ("group of skills", "groups of skills"),
    "document": ("passage", "passages"),
    "": ("item", "items"),
}
_ALSO: Mapping[str, frozenset[str]] = {
    "projects": frozenset({"app", "application", "website"}),
    "experience": frozenset({"role", "position", "internship"}),
    "education": frozenset({"degree", "diploma", "certificate", "certification", "course"}),
    "publications": frozenset({"paper", "article", "talk"}),
}
"""Other nouns for the built-in types; an answer takes up the one that the question used."""

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
_BEFORE_OF = re.compile(
    r"(?:Royal |National |Technical )?(?:University|Institute|College|School|Academy|Museum"
    r"|Ministry|Faculty|Department|Bank|Board|Council|City|Society|Office) (?:of|for) "
)
"""Names that take an article: "the University of Bristol"."""


def noun(type_: str, count: int, question: str = "", declared: Sequence[RecordType] = ()) -> str:
    """What `count` records of a type are called: "project", "papers", "recipes".

    A declared type has its own singular; the built-in ones take up the noun of the question.
    """
    for kind in declared:
        if kind.name == type_:
            return _plain(kind.singular if count == 1 else kind.name)
    for word in re.findall(r"\w+", question.casefold()):
        if singular(word) in _ALSO.get(type_, ()):
            return singular(word) if count == 1 else plural(singular(word))
    if forms := _NOUNS.get(type_):
        return forms[count != 1]
    return singular(_plain(type_)) if count == 1 else _plain(type_)


def _plain(name: str) -> str:
    return re.sub(r"[-_\s]+", " ", name).strip()


def singular(word: str) -> str:
    """The singular of a regular English plural; a word that is none stays as it is."""
    if re.search(r"[^aeiou]ies$", word):
        return word[:-3] + "y"
    if re.search(r"(?:ss|x|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if re.search(r"[^sui]s$", word) else word


def plural(word: str) -> str:
    """The regular plural of an English word."""
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)$", word) else "s")


def number(count: int) -> str:
    """A number as it stands in a sentence: "three", "14"."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def article(word: str) -> str:
    """A word with "a" or "an" before it."""
    return f"{'an' if word[:1].casefold() in tuple('aeio') else 'a'} {word}"


def capital(text: str) -> str:
    """The text with a capital at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def joined(names: Sequence[str], link: str = "and") -> str:
    """Like "A, B and C"; names that hold commas are kept apart by semicolons."""
    if len(names) < 2:
        return "".join(names)
    comma = ";" if any("," in name for name in names) else ","
    link = f"{comma} {link}" if comma == ";" else f" {link}"
    return f"{f'{comma} '.join(names[:-1])}{link} {names[-1]}"


def counted_out(names: Sequence[str], most: int) -> str:
    """At most so many of the names, and how many more there are: "A, B and three more".

    One more is named instead.
    """
    if len(names) <= most + 1:
        return joined(names)
    return joined([*names[:most], f"{number(len(names) - most)} more"])


def possessive(name: str) -> str:
    """Like "Maren's"; "James's" as it is said aloud, too."""
    return f"{name}'s"


def with_article(organisation: str) -> str:
    """The name of an organisation as it stands behind "at"."""
    return f"the {organisation}" if _BEFORE_OF.match(organisation) else organisation


def ended(sentence: str) -> str:
    """The sentence with a full stop where it has no end."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else sentence + "."


def span_in_words(start: str, end: str) -> str:
    """From one ISO date to another: "from February to November 2023"."""
    first, last = date_in_words(start), date_in_words(end)
    if start[:4] == end[:4] and " " in first and " " in last:
        first = first.removesuffix(f" {start[:4]}")
    return f"from {first} to {last}"


def months_in_words(start: str, end: str) -> str:
    """How long it is from one month to another, both counted; empty where a month is not known."""
    if len(start) < len("2023-02") or len(end) < len("2023-02"):
        return ""
    count = 12 * (int(end[:4]) - int(start[:4])) + int(end[5:7]) - int(start[5:7]) + 1
    years, months = divmod(count, 12)
    parts = [(years, "year"), (months, "month")]
    said = [f"{number(n)} {name}{'' if n == 1 else 's'}" for n, name in parts if n]
    return joined(said) if count > 0 else ""


def years_in_words(first: int | None, last: int | None) -> str:
    """A range of years behind a noun: " since 2021", " before 2019", " from 2019 to 2021"."""
    if first is None:
        return "" if last is None else f" before {last + 1}"
    if last is None:
        return f" since {first}"
    return f" from {first}" if first == last else f" from {first} to {last}"
