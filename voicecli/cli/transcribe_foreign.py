"""Options of other Whisper commands that have no meaning here, with what happens instead.

They are those of openai-whisper, whisper-ctranslate2 and WhisperX; whatever of theirs does have a
meaning here is an option of `voicecli transcribe`.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foreign:
    """An option that is accepted and left alone.

    `instead` is told once, unless the value is one of those that hold here `anyway`. Some options
    are switches: no value, or True or False.
    """

    instead: str
    anyway: tuple[str, ...] = ("none",)
    is_switch: bool = False


def _switch(instead: str, *anyway: str) -> Foreign:
    return Foreign(instead, anyway, is_switch=True)


_SECOND_LOOK = "a doubtful passage is decoded again with a wider search, without chance"
_EVERY_WORD = "every word is timed by Whisper's own attention, in every language"
_SPEECH_FIRST = "speech is found before recognition by rules of its own; see --vad-threshold"
_PUNCTUATION = "marks stay with the words they belong to"
_SPEAKER_MODEL = "speakers are told apart by the models of `voicecli models list`"
_LIVE = "live speech is written down by `voicecli listen`"

FOREIGN: Mapping[str, Foreign] = {
    # openai-whisper
    "fp16": _switch("--compute-type sets the number type", "true", "false"),
    "condition-on-previous-text": _switch(
        "each passage is recognised by itself, so that no mistake is carried on", "false"
    ),
    "temperature-increment-on-fallback": Foreign(_SECOND_LOOK),
    "carry-initial-prompt": _switch("the prompt stands before every passage", "true"),
    "clip-timestamps": Foreign("the whole recording is transcribed", ("0", "none")),
    "prepend-punctuations": Foreign(_PUNCTUATION),
    "append-punctuations": Foreign(_PUNCTUATION),
    "hallucination-silence-threshold": Foreign("nothing is recognised where nobody speaks"),
    # whisper-ctranslate2
    "suppress-blank": _switch("a passage never begins with an empty text", "true"),
    "local-files-only": _switch("nothing is looked up on a network", "true"),
    "device-index": Foreign("the first device is used", ("0", "none")),
    "prompt-reset-on-temperature": Foreign("no passage is a prompt for the next"),
    "prefix": Foreign("give the first words with --initial-prompt"),
    "multilingual": _switch("the language is detected once for each recording", "false"),
    "vad-filter": _switch("speech is always looked for first", "true"),
    "vad-min-speech-duration-ms": Foreign(_SPEECH_FIRST),
    "vad-max-speech-duration-s": Foreign(_SPEECH_FIRST),
    "vad-min-silence-duration-ms": Foreign(_SPEECH_FIRST),
    "batched": _switch("passages are always recognised in batches", "true"),
    "hf-token": Foreign("no token is needed; --diarize says who spoke", ("", "none")),
    "speaker-name": Foreign("speakers are called by `voicecli speakers enroll`"),
    "live-transcribe": _switch(_LIVE, "false"),
    "live-volume-threshold": Foreign(_LIVE),
    "live-input-device": Foreign(_LIVE),
    "live-input-device-sample-rate": Foreign(_LIVE),
    # WhisperX
    "model-cache-only": _switch("nothing is looked up on a network", "true"),
    "align-model": Foreign(_EVERY_WORD),
    "interpolate-method": Foreign(_EVERY_WORD),
    "no-align": _switch(_EVERY_WORD, "false"),
    "return-char-alignments": _switch("words are timed, letters are not", "false"),
    "vad-method": Foreign(_SPEECH_FIRST, ("silero", "none")),
    "vad-onset": Foreign(_SPEECH_FIRST),
    "vad-offset": Foreign(_SPEECH_FIRST),
    "chunk-size": Foreign(_SPEECH_FIRST, ("30", "none")),
    "diarize-model": Foreign(_SPEAKER_MODEL),
    "speaker-embeddings": _switch("voices are kept by `voicecli speakers enroll`", "false"),
    "suppress-numerals": _switch("numbers are timed, too", "false"),
    "segment-resolution": Foreign("a segment is what Whisper writes as one", ("none",)),
    "print-progress": _switch("progress is shown on a terminal", "true", "false"),
    "log-level": Foreign("--verbose and --quiet say how much is told"),
}
"""By the option's name, in our spelling, without its dashes."""
