"""What a person wants of an interview."""

from dataclasses import dataclass

from voicecli.interview.plan import QuestionKind


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a plan is to look like.

    `focus` and `avoid` are what to ask about and what not to, in the person's words; `only` are the
    kinds of question that are wanted (none: all); with `only_focus` nothing else is asked about;
    `strict` asks for proof. `unmet` says what cannot be done, a sentence each.
    """

    text: str = ""
    focus: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    only: frozenset[QuestionKind] = frozenset()
    first: frozenset[QuestionKind] = frozenset()
    """Kinds of question that come before the others."""
    only_focus: bool = False
    strict: bool = False
    count: int | None = None
    """How many topics there are to be; None where nobody said."""
    unmet: tuple[str, ...] = ()
