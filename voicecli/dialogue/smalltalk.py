"""Answers that need neither a search nor a model: greetings, thanks, help, and where it came from.

Small models invent when they are greeted, so they are not asked. What is said varies with the turn
of the conversation, so that the same conversation always goes the same way.
"""

import re
from collections.abc import Mapping, Sequence

from voicecli.dialogue.citing import sources_in_words
from voicecli.dialogue.conversation import Conversation
from voicecli.dialogue.instant import Opening
from voicecli.dialogue.known import Known
from voicecli.dialogue.persona import PLAIN, Persona
from voicecli.dialogue.refusals import declined
from voicecli.dialogue.wording import joined, noun
from voicecli.types import Understanding

ABOUT = "I answer questions from your content, on this computer alone."
REPLIES: Mapping[str, tuple[str, ...]] = {
    "greeting": (
        "Hello! What would you like to know?",
        "Hi! Ask me something about your content.",
        "Hello again! What can I look up?",
    ),
    "how are you": (
        "I'm fine, thank you. What would you like to know?",
        "All is well here. What can I look up?",
    ),
    "thanks": ("You're welcome.", "My pleasure.", "Glad to help.", "Any time."),
    "goodbye": ("Goodbye!", "See you!", "Take care!"),
    "command": ("All right.", "Okay."),
    "who are you": (f"I'm voicecli. {ABOUT}",),
}
"""By intent, or by what kind of greeting it was."""

NOTHING_SAID = "I have not said anything yet."
NO_SOURCE = "That did not come from your content."

_HOW_ARE_YOU = re.compile(
    r"\b(?:how are you|how is it going|how's it going|how do you do|what is up|what's up)\b",
    re.IGNORECASE,
)
_WHO_ARE_YOU = re.compile(
    r"\b(?:who are you|what are you|who made you|your name|are you (?:an? )?(?:\w+ )?(?:human|robot"
    r"|ai|bot|person|real|machine|assistant))\b",
    re.IGNORECASE,
)
_LAST = {"document": 1, "experience": 2, "education": 2}
"""Titles that make poor examples: a person's jobs are known by where they were."""
_KINDS = 6
"""Kinds of record named in the help."""


def small_talk(
    understanding: Understanding,
    conversation: Conversation,
    *,
    known: Known | None = None,
    persona: Persona = PLAIN,
) -> Opening:
    """The opening of a question that is not about content, or that must not be answered."""
    known = known or Known()
    if understanding.guard:
        return declined(understanding, persona)
    turn = len(conversation.exchanges)
    match understanding.intent:
        case "repeat" if conversation.exchanges:
            return Opening((conversation.exchanges[-1].heard or NOTHING_SAID,))
        case "sources" if conversation.exchanges:
            said = sources_in_words(conversation.cited, known.vocabulary.declared)
            return Opening((said or NO_SOURCE,))
        case "help" if not _WHO_ARE_YOU.search(understanding.question):
            return Opening(_help(known))
    return Opening((_reply(understanding, turn, persona),))


def _reply(understanding: Understanding, turn: int, persona: Persona) -> str:
    kind = understanding.intent
    if kind == "greeting" and _HOW_ARE_YOU.search(understanding.question):
        kind = "how are you"
    if kind == "help":
        kind = "who are you"
    if kind == "greeting" and persona.greeting:
        return persona.greeting
    if kind == "who are you" and persona.called:
        return f"I'm {persona.called}. {ABOUT}"
    replies = REPLIES.get(kind, (NOTHING_SAID,))
    return replies[turn % len(replies)]


def _help(known: Known) -> tuple[str, ...]:
    """What can be asked here: the kinds that the index holds, and two questions about its own."""
    declared = known.vocabulary.declared
    kinds = [
        type_ if type_ == "skills" else noun(type_, 2, declared=declared)
        for type_ in list(known.counts)[:_KINDS]
    ]
    kinds += ["documents"] * bool(known.documents)
    said = [f"I answer questions about your {joined(kinds) or 'content'}, and say where from."]
    if examples := _examples(known):
        said.append(f"For example {' or '.join(examples)}")
    return tuple(said)


def _examples(known: Known) -> Sequence[str]:
    """Two questions that the content can answer: of a technology it names, and of a title."""
    vocabulary = known.vocabulary
    examples = []
    projects = "projects" in known.counts
    if vocabulary.technologies and projects:
        examples.append(f"“Which projects use {vocabulary.technologies[0]}?”")
    titles = [t for t in vocabulary.titles if not t.organisation and t.type != "skills"]
    titles.sort(key=lambda title: _LAST.get(title.type, 0))
    examples += [f"“Tell me about {title.text}.”" for title in titles[: 2 - len(examples)]]
    return examples
