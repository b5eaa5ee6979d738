"""How something is said that the person told: their own words, behind who told it and when.

The persons of the words are turned: who told "my flight is on Friday" hears "your flight".
"""

from datetime import date

from voicecli.dialogue.persons import errand, said_back
from voicecli.dialogue.wording import ended
from voicecli.retrieval.chunking import date_in_words
from voicecli.retrieval.memory_names import told_on
from voicecli.types import Passage


def told_by_you(
    sentence: str, passage: Passage, today: date | None = None, *, behind: Passage | None = None
) -> str:
    """A memory's sentence, like "You told me on 21 November: your flight is on Friday".

    `behind` is the memory that was said just before: which of two was told first is said with it,
    since the later one may correct the other.
    """
    if behind == passage:
        said = said_back(sentence)
        return ended(said[:1].upper() + said[1:])
    who = teller(passage, today)
    if behind is not None and passage.document < behind.document:  # their ids sort by time
        who = f"Before that, {who[0].lower()}{who[1:]}"
    if (to_do := errand(sentence)) and " told me" in who:
        return f"{who.replace(' told ', ' asked ')} to remember to {ended(to_do)}"
    return f"{who}: {ended(said_back(sentence))}"


def promised(fact: str) -> str:
    """What is said when a fact was kept: "I will remember: your flight is on Friday"."""
    if to_do := errand(fact):
        return f"I will remember that you want to {to_do}"
    return f"I will remember: {said_back(fact)}"


def teller(passage: Passage, today: date | None = None) -> str:
    """Who told a memory and when: "You told me on 21 November"; the year, if it is another."""
    told = told_on(passage)
    if told is None:
        return "You told me"
    is_note, day = told
    verb = "noted" if is_note else "told me"
    if day == today:
        return f"You {verb} today"
    when = date_in_words(day.isoformat())
    if today and day.year == today.year:
        when = when.removesuffix(f" {day.year}")
    return f"You {verb} on {when}"
