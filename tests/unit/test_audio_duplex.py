import pytest

from voicecli.audio.duplex import choose_duplex, is_headphones
from voicecli.config import AudioConfig

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Headphones (Realtek(R) Audio)", True),
        ("Headset Earphone (Jabra Evolve 65)", True),
        ("External Headphones", True),
        ("Anna's AirPods Pro", True),
        ("Galaxy Buds2 (Buds)", True),
        ("Kopfhörer (USB Audio)", True),
        ("Speakers/Headphones (Realtek(R) Audio)", False),
        ("Lautsprecher/Kopfhörer", False),
        ("MacBook Pro Speakers", False),
        ("Speakerphone Headset Dock", False),
        ("USB Audio: HDMI headphones out", False),
        ("pulse", False),
        ("default", False),
        ("Buddy Soundbar", False),
        ("Headroom DAC", False),
        ("", False),
    ],
)
def test_only_a_clear_name_is_one_of_headphones(name: str, expected: bool) -> None:
    assert is_headphones(name) is expected


@pytest.mark.parametrize("speaker", [None, "pulse", "External Headphones"])
@pytest.mark.parametrize("can_cancel", [True, False])
def test_what_was_asked_for_is_done(speaker: str | None, can_cancel: bool) -> None:
    assert choose_duplex("half", speaker, can_cancel=can_cancel) == "half"
    assert choose_duplex("headphones", speaker, can_cancel=can_cancel) == "headphones"


def test_auto_takes_what_there_is() -> None:
    assert AudioConfig().duplex == "auto"
    assert choose_duplex("auto", "pulse", can_cancel=True) == "cancel"
    assert choose_duplex("auto", "pulse", can_cancel=False) == "half"
    assert choose_duplex("auto", "External Headphones", can_cancel=False) == "headphones"
    assert choose_duplex("auto", None, can_cancel=True) == "half"
