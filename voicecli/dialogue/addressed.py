"""Sentences that tell whoever answers what to do: they answer nothing, whoever wrote them."""

import re
from collections.abc import Iterator, Sequence

from voicecli.retrieval.sentences import split_sentences
from voicecli.types import Passage

LEAST_WORDS = 3
"""Shorter pieces of a passage say nothing by themselves."""

_MODEL = (
    r"(?:an? ai|ai (?:model|assistant|system|agent)s?|(?:large )?language models?|llms?|chatbots?"
    r"|assistants?|machines?|models?|bots?)"
)
_SAYING = (
    r"(?:say|tell|output|respond|answer|reply|greet|mention|write|print|repeat|add|include|contain"
    r"|end|begin|start|insert|state|summari[sz]e|ignore|disregard|forget)"
)
_ANSWERS = r"(?:answers?|repl(?:y|ies)|responses?|summar(?:y|ies))"
_EACH = r"(?:every|each|any|all|your|its|the next)"
_ADDRESSED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_MODEL}\b(?:\W+\w+){{0,6}}?\W+(?:must|shall|should|has to|have to|is to|are to|will)"
        rf"(?:\W+\w+){{0,3}}?\W+{_SAYING}\b",
        rf"\b(?:note|attention|message|instructions?|dear|hey|hello|if you are|as)\b"
        rf"(?:\W+\w+){{0,3}}?\W+{_MODEL}\b",
        rf"\byour (?:next |new |only |final |whole )*(?:answer|reply|response|output|summary|task)"
        rf"s?\b(?:\W+\w+){{0,3}}?\W+(?:is|are|be|{_SAYING}s?)\b",
        rf"\bwhen(?:ever)? you (?:{_SAYING}|are asked|talk|speak)\b",
        r"\brepeat after me\b|\b(?:tell|inform) the (?:user|reader|person|asker)\b",
        r"\bsummari[sz]e (?:this|the) (?:text|document|page|file|article)\b",
        rf"^(?:please |do not |don't )?{_SAYING}\b.*\b(?:your (?:answer|summary|reply|response)|the"
        r" word|mention)\b",
        r"^\W*(?:system|assistant|user|human)\s*:",
        r"\b(?:ignor|disregard|forget|overrid|bypass)\w*\b.{0,60}\b(?:previous|above|prior|earlier"
        r"|came before|instructions?|prompts?|your rules)\b",
        rf"\b{_SAYING}\b.{{0,20}}\b(?:and )?(?:nothing else|nothing but)\b"
        rf"|\b(?:answer|reply|respond|output)\b.{{0,40}}\bonly (?:with |the )",
        r"\byou(?:'re| are) (?:now|no longer) (?:an? |the |in )",
        # Said politely, of answers: "every reply ends with …", "at the end of every summary".
        rf"\b(?:{_EACH}|the)\s+(?:\w+\s+){{0,2}}?{_ANSWERS}\b(?:\W+\w+){{0,5}}?\W+"
        r"(?:ends?|begins?|starts?|finish\w*|closes?|opens?) (?:with|by|in)\b",
        rf"\b(?:end|start|beginning|front|top|close) of {_EACH}\s+(?:\w+\s+){{0,2}}?"
        rf"(?:{_ANSWERS}|sentences?)\b",
        rf"\b(?:for|in|to|with|before|after) (?:every|each|all|any)\s+(?:\w+\s+)?"
        rf"(?:{_ANSWERS}|sentences?)\b",
        rf"\b{_ANSWERS}\b.{{0,40}}\b(?:only|not) (?:complete|right|valid|correct|finished)\b"
        r".{0,20}\b(?:when|if|with|once|until|unless)\b",
        rf"\b(?:whoever|any(?:one|body) who|those who) (?:answers?|repl(?:y|ies)|summari[sz]es?)\b"
        rf"(?:\W+\w+){{0,6}}?\W+(?:finish(?:es)?|{_SAYING}s?)\b",
        rf"\bI(?:'ll| will| shall| am going to)\s+(?:\w+\s+){{0,2}}?{_SAYING}\b.{{0,60}}"
        r"\b(?:from now on|whenever|always|every|each)\b",
        r"\bfrom (?:now|here|then) on\b.{0,40}\b(?:say|reply|respond|end everything)\b",
    )
)
_ABOUT_THEM = re.compile(
    rf"\b(?:{_MODEL}|instructions?|prompts?|rules?|orders?|instructed|told to)\b", re.IGNORECASE
)
"""What a question has that may be about such sentences themselves."""


def addresses_a_model(sentence: str) -> bool:
    """Whether a sentence tells a machine that reads it what to say or to leave."""
    return any(pattern.search(sentence) for pattern in _ADDRESSED)


def without_orders(
    best: Sequence[tuple[str, Passage]], question: str
) -> Sequence[tuple[str, Passage]]:
    """The sentences that can answer: those that address a model only where nothing else is there.

    Where all of them do, another sentence of their passages stands for them. A question about
    models or instructions may be answered by what is told to them.
    """
    if _ABOUT_THEM.search(question):
        return best
    kept = [entry for entry in best if not addresses_a_model(entry[0])]
    return kept or list(_others(best))[:1] or best


def _others(best: Sequence[tuple[str, Passage]]) -> Iterator[tuple[str, Passage]]:
    for passage in dict.fromkeys(passage for _, passage in best):
        for sentence in told(passage.text):
            if len(sentence.split()) >= LEAST_WORDS:
                yield sentence, passage


def told(text: str) -> list[str]:
    """The sentences of a text without those that address a model."""
    return [one for one in split_sentences(text) if not addresses_a_model(one)]
