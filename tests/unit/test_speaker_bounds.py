import pytest

from voicecli.cli.transcribe_asked import asked_options
from voicecli.cli.transcribe_flags import Hearing, Running, Searching, Speaking
from voicecli.config import Config
from voicecli.errors import UsageError

pytestmark = pytest.mark.unit


def ask(*, speakers: int | None, least: int | None, most: int | None) -> None:
    speaking = Speaking(speakers=speakers, min_speakers=least, max_speakers=most)
    asked_options(Config(), Hearing(), speaking, Searching(), Running())


@pytest.mark.parametrize(
    ("speakers", "least", "most"), [(2, 3, None), (5, None, 4), (5, 2, 4), (None, 3, 2)]
)
def test_numbers_of_speakers_that_exclude_each_other_are_refused(
    speakers: int | None, least: int | None, most: int | None
) -> None:
    with pytest.raises(UsageError, match="speakers"):
        ask(speakers=speakers, least=least, most=most)


@pytest.mark.parametrize(
    ("speakers", "least", "most"), [(2, 2, 2), (2, None, 4), (2, 1, None), (None, 2, 2)]
)
def test_numbers_of_speakers_that_agree_are_taken(
    speakers: int | None, least: int | None, most: int | None
) -> None:
    ask(speakers=speakers, least=least, most=most)
