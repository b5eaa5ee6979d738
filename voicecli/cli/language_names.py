"""The languages that Whisper knows, by their English names."""

from difflib import get_close_matches
from functools import cache

from voicecli.errors import UsageError

_NAMES = """
af afrikaans|sq albanian|am amharic|ar arabic|hy armenian|as assamese|az azerbaijani|ba bashkir
eu basque|be belarusian|bn bengali|bs bosnian|br breton|bg bulgarian|my burmese,myanmar
yue cantonese|ca catalan,valencian|zh chinese,mandarin|hr croatian|cs czech|da danish
nl dutch,flemish|en english|et estonian|fo faroese|fi finnish|fr french|gl galician|ka georgian
de german|el greek|gu gujarati|ht haitian creole,haitian|ha hausa|haw hawaiian|he hebrew|hi hindi
hu hungarian|is icelandic|id indonesian|it italian|ja japanese|jw javanese|kn kannada|kk kazakh
km khmer|ko korean|lo lao|la latin|lv latvian|ln lingala|lt lithuanian
lb luxembourgish,letzeburgesch|mk macedonian|mg malagasy|ms malay|ml malayalam|mt maltese|mi maori
mr marathi|mn mongolian|ne nepali|no norwegian|nn nynorsk|oc occitan|ps pashto,pushto|fa persian
pl polish|pt portuguese|pa punjabi,panjabi|ro romanian,moldavian,moldovan|ru russian|sa sanskrit
sr serbian|sn shona|sd sindhi|si sinhala,sinhalese|sk slovak|sl slovenian|so somali
es spanish,castilian|su sundanese|sw swahili|sv swedish|tl tagalog|tg tajik|ta tamil|tt tatar
te telugu|th thai|bo tibetan|tr turkish|tk turkmen|uk ukrainian|ur urdu|uz uzbek|vi vietnamese
cy welsh|yi yiddish|yo yoruba
"""
_OTHER_CODES = {"iw": "he", "in": "id", "ji": "yi", "jv": "jw", "nb": "no", "fil": "tl"}
"""Older and newer codes of the same languages."""


@cache
def _codes() -> dict[str, str]:
    """Every code and every name, in lower case, with the code that Whisper uses."""
    entries = [entry.split(" ", 1) for entry in _NAMES.strip().replace("\n", "|").split("|")]
    codes = {name: code for code, names in entries for name in [code, *names.split(",")]}
    return codes | _OTHER_CODES


def language_code(asked: str | None) -> str | None:
    """Whisper's code of a language that is named in any case, by code or in English.

    `en-GB` and `pt_BR` are `en` and `pt`; nothing, "none" and "auto" leave it to be detected: None.
    Raises UsageError("unknown-language") naming what comes near.
    """
    name = (asked or "").strip().lower().replace("_", "-")
    if name in ("", "none", "auto"):
        return None
    known = _codes()
    if code := known.get(name) or known.get(name.split("-")[0]):
        return code
    near = get_close_matches(name, known, 1)
    hint = f"Did you mean {near[0]}?" if near else "Write a code such as en or de, or its name."
    raise UsageError("unknown-language", f"Whisper does not know the language {asked!r}.", hint)


def language_name(code: str) -> str:
    """The English name of a code, such as "German"; the code itself where it is unknown."""
    return next((name.title() for name, known in _codes().items() if known == code != name), code)
