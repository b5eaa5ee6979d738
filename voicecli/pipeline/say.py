"""Reading aloud: text → sentences → voice → speaker, one sentence made while another plays."""

from collections.abc import Iterable, Iterator

from voicecli.prefetch import Prefetch
from voicecli.protocols import Speaker, Synthesizer
from voicecli.tts.sentences import split_sentences
from voicecli.turn import Turn
from voicecli.types import Sentence, SpeechChunk

_AHEAD = 2
"""Pieces of speech made before the reader asks for them."""


def say(pieces: Iterable[str], synthesizer: Synthesizer, turn: Turn) -> Iterator[SpeechChunk]:
    """Yield the speech of a text that may still be arriving.

    Closing the iterator, or an error in its reader, ends the turn and with it the voice.
    """
    with Prefetch(_speech(pieces, synthesizer, turn), ahead=_AHEAD, name="tts") as chunks:
        try:
            yield from chunks
        except BaseException:
            turn.cancel("left")  # before the thread is joined: it may be deep inside a sentence
            raise


def play(chunks: Iterable[SpeechChunk], speaker: Speaker, turn: Turn) -> int:
    """Play speech to its end and count its pieces. An error or Ctrl-C silences it at once."""
    played = 0
    try:
        for chunk in chunks:
            speaker.play(chunk, turn)
            played += 1
        for _ in speaker.finish(turn):
            pass
    except BaseException:
        turn.cancel("interrupted")
        raise
    return played


def _speech(pieces: Iterable[str], synthesizer: Synthesizer, turn: Turn) -> Iterator[SpeechChunk]:
    for index, text in enumerate(split_sentences(pieces)):
        yield from turn.guard(synthesizer.synthesize(Sentence(index, text), turn))
