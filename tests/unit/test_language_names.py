import pytest

from voicecli.cli.language_names import language_code, language_name
from voicecli.errors import UsageError

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("en", "en"),
        ("English", "en"),
        ("GERMAN", "de"),
        ("Haitian Creole", "ht"),
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("Castilian", "es"),
        ("yue", "yue"),
        ("iw", "he"),
        ("None", None),
        ("auto", None),
        ("", None),
        (None, None),
    ],
)
def test_a_language_by_code_or_name(asked: str | None, code: str | None) -> None:
    assert language_code(asked) == code


def test_every_language_of_whisper_has_a_name() -> None:
    from faster_whisper.tokenizer import _LANGUAGE_CODES

    for code in _LANGUAGE_CODES:
        assert language_code(code) == code
        assert language_name(code) != code
        assert language_code(language_name(code)) == code


def test_an_unknown_one_is_a_mistake_that_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean german"):
        language_code("Germann")
