"""Answers that need neither content nor a model."""

from collections.abc import Mapping

REPLIES: Mapping[str, str] = {
    "greeting": "Hello! Ask me something about your content.",
    "thanks": "You're welcome.",
    "goodbye": "Goodbye!",
    "command": "All right.",
    "help": (
        "I answer questions from your content, and I say where an answer comes from. "
        "Ask about projects, experience, skills, education, publications or your documents."
    ),
}
"""By intent; small models invent when they are greeted, so they are not asked."""

UNKNOWN = "I don't know that; I find nothing about it in your content."
"""Said whenever nothing fits, in these words, so that it can be recognised."""

REFUSED = "I only answer questions about your content."
"""Said to instructions that try to change the rules."""

NOTHING_SAID = "I have not said anything yet."
NO_SOURCE = "That did not come from your content."
ALL_SHOWN = "That is all I find."
