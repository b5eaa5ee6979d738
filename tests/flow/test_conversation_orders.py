"""Orders about the conversation, typed and said, over a real database."""

import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.fakes import InstantSpeaker, ToneSynthesizer
from tests.flow import test_answer
from tests.flow.test_answer import mind, spoken
from voicecli.dialogue.conversation import Conversation
from voicecli.errors import CatalogError, StorageError
from voicecli.pipeline.keeping import Keeper
from voicecli.pipeline.mind import Mind
from voicecli.pipeline.orders import choices_of, slash_names
from voicecli.pipeline.orders.conversation import ConversationOrders, Kept
from voicecli.pipeline.running import Asked
from voicecli.pipeline.saving import save_beside
from voicecli.pipeline.session import SpokenSession
from voicecli.pipeline.voices import Voices
from voicecli.storage.sessions import Sessions
from voicecli.turn import Turn
from voicecli.types import Event

pytestmark = pytest.mark.flow
db = test_answer.db

QUESTION = "What did the kettle cost?"
VOICES = ("piper-anna", "piper-ben")


class LoadedTone(ToneSynthesizer):
    language, sample_rate = "en", 16_000

    def __init__(self) -> None:
        super().__init__()
        self.speed = self.volume = 1.0

    def warm_up(self) -> None:
        return


class Typing:
    """A session in which one line is typed after the other."""

    def __init__(self, db: Database, *, kept: bool = True) -> None:
        @contextmanager
        def opened() -> Iterator[Mind]:
            yield mind(db)

        self.loaded: dict[str, LoadedTone] = {}
        self.voices = Voices("piper-anna", self._load)
        self.sessions = Sessions(db)
        store = Kept(
            self.sessions.list,
            self.sessions.find,
            self.sessions.summary,
            Conversation,
            lambda session_id: f"# {session_id}\n",
        )
        self.session = SpokenSession(
            opened, self.voices, Keeper(self.sessions if kept else None), Conversation()
        )
        self.session.groups = [
            ConversationOrders(
                store if kept else None, lambda: VOICES, lambda: slash_names(self.session.groups)
            )
        ]

    def _load(self, name: str) -> LoadedTone:
        if name not in VOICES:
            raise CatalogError("model-missing", f"There is no voice {name} here.", "")
        self.loaded[name] = LoadedTone()
        return self.loaded[name]

    def ask(self, line: str, *, typed: bool = True, cuts: bool = False) -> list[Event]:
        one = spoken(line, Turn())
        speaker = InstantSpeaker()
        asked = Asked(one.words, one.text, one.turn, speaker, typed=typed, cuts=cuts)
        events = list(self.session.answers(iter([asked])))
        self.session.finished(events)
        return events

    def cut(self, line: str) -> None:
        """Ask, and stop the answer in its first sentence."""
        one = spoken(line, Turn())
        asked = Asked(one.words, one.text, one.turn, InstantSpeaker(cancel_at=0), typed=True)
        self.session.finished(list(self.session.answers(iter([asked]))))

    def shown(self, line: str, *, typed: bool = True, cuts: bool = False) -> list[str]:
        events = self.ask(line, typed=typed, cuts=cuts)
        return [event.data["text"] for event in events if event.kind == "llm-text"]

    @property
    def said(self) -> Sequence[str]:
        return [text for voice in self.loaded.values() for text in voice.said]


@pytest.fixture
def talk(db: Database) -> Typing:
    return Typing(db)


def test_a_typed_question_is_spoken_and_stored_as_typed(talk: Typing) -> None:
    events = talk.ask(QUESTION)
    first = next(event for event in events if event.kind == "stt-end")
    assert first.data == {"text": QUESTION, "typed": True}
    assert not any(event.kind == "stt-start" for event in events)
    assert talk.said
    (turn,) = talk.sessions.turns(talk.sessions.list()[0].id)
    assert not turn.record.spoken
    assert turn.record.heard == turn.record.written != ""


@pytest.mark.parametrize(
    ("line", "mode"), [("/mode detailed", "detailed"), ("/mode f", "fast"), ("/MODE  Fast", "fast")]
)
def test_the_mode_is_chosen(talk: Typing, line: str, mode: str) -> None:
    assert talk.shown(line) == [f"Now {mode}."]
    assert talk.session.mode == mode


@pytest.mark.parametrize("line", ["/mode", "/mode slow", "/mode e"])
def test_what_is_no_mode_changes_nothing_and_is_only_shown(talk: Typing, line: str) -> None:
    assert "balanced" in talk.shown(line)[0]
    assert talk.session.mode == "balanced"
    assert not talk.said


def test_another_voice_speaks_and_the_first_is_freed(talk: Typing) -> None:
    first = weakref.ref(talk.loaded["piper-anna"])
    talk.ask("/speed 1.5")
    talk.loaded.clear()
    assert talk.shown("/voice ben") == ["This is how I sound now."]
    assert talk.said == ["This is how I sound now."]
    assert (talk.voices.name, talk.voices.speed) == ("piper-ben", 1.5)
    assert first() is None


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_voice_that_is_not_here_leaves_the_one_that_is(talk: Typing) -> None:
    (told, how) = talk.shown("/voice bob")
    assert "piper-ben" in told
    assert "voicecli models pull" in how
    assert talk.voices.name == "piper-anna"
    with pytest.raises(CatalogError):
        talk.voices.change("../secret")
    assert talk.voices.name == "piper-anna"


def test_a_voice_is_changed_aloud_where_its_name_is_exact(talk: Typing) -> None:
    assert talk.shown("Switch to the voice Ben.", typed=False) == ["This is how I sound now."]
    events = talk.ask("Switch to the voice of reason.", typed=False)
    assert not any(event.kind == "command" for event in events)


@pytest.mark.parametrize(
    ("line", "speed", "volume"),
    [
        ("/speed 1.2", 1.2, 1.0),
        ("/volume 50%", 1.0, 0.5),
        ("/speed nan", 1.0, 1.0),
        ("/volume", 1.0, 1.0),
    ],
)
def test_speed_and_volume(talk: Typing, line: str, speed: float, volume: float) -> None:
    talk.ask(line)
    assert (talk.voices.speed, talk.voices.volume) == (speed, volume)


def test_an_order_that_cut_an_answer_lets_it_go_on(talk: Typing) -> None:
    talk.cut(QUESTION)
    (cut, *_) = talk.said
    assert talk.shown("/speed 2", cuts=True)[:2] == ["The speed is 2 now.", cut]
    (past,) = talk.session.state.conversation.exchanges
    assert not past.unheard


def test_an_answer_that_was_stopped_before_stays_so(talk: Typing) -> None:
    talk.cut(QUESTION)
    assert talk.shown("/speed 2") == ["The speed is 2 now."]


def test_more_is_the_rest_of_the_answer(talk: Typing) -> None:
    talk.cut(QUESTION)
    (cut, *_) = talk.said
    assert talk.shown("/more")[0] == cut


def test_more_behind_a_whole_answer_asks_for_more_of_the_content(talk: Typing) -> None:
    talk.ask("Show me her projects")
    assert any(event.kind == "retrieval-end" for event in talk.ask("/more"))


def test_the_sources_are_cited_and_the_first_line_is_said(talk: Typing) -> None:
    assert talk.shown("/sources") == ["The last answer has no sources."]
    talk.ask(QUESTION)
    passage = talk.session.state.conversation.cited[0]
    said, *shown = talk.shown("/sources")
    assert said.startswith("From ")
    assert passage.source in shown[0]
    assert said in talk.said
    assert shown[0] not in talk.said


def test_sessions_are_shown_begun_and_gone_on_with(talk: Typing) -> None:
    talk.ask(QUESTION)
    first = talk.session.state.conversation
    assert first.session_id in talk.shown("/session")[0]
    assert talk.shown("/session new") == ["A new session."]
    assert talk.session.state.conversation.exchanges == []
    assert talk.shown("Repeat that.") == ["I have not said anything yet."]
    talk.ask(QUESTION)
    assert len(talk.sessions.list()) == 2
    told, _ = talk.shown(f"/session {first.session_id.lower()}")
    assert QUESTION in told
    talk.ask(QUESTION)
    assert talk.sessions.summary(first.session_id).turns == 2


def test_a_session_that_is_not_there_is_an_error_and_changes_nothing(talk: Typing) -> None:
    talk.ask(QUESTION)
    before = talk.session.state.conversation
    (error,) = [event for event in talk.ask("/session zzzz") if event.kind == "error"]
    assert error.data["code"] == "no-session"
    assert talk.session.state.conversation is before


def test_a_session_is_saved_and_overwrites_nothing(talk: Typing, here: Path) -> None:
    assert talk.shown("/save notes") == ["There is nothing to save yet."]
    talk.ask(QUESTION)
    talk.ask("/save my notes")
    talk.ask("/save my notes.md")
    talk.ask("/save")
    session_id = talk.session.state.conversation.session_id
    names = sorted(path.name for path in here.iterdir())
    assert names == ["my notes-2.md", "my notes.md", f"session-{session_id}.md"]
    assert (here / "my notes.md").read_text() == f"# {session_id}\n"


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "/etc/x", ".hidden", "", "a\nb", "x" * 200, "..", "-rf", "a\x00b"]
)
def test_only_the_name_of_a_file_in_this_folder_is_saved_to(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageError):
        save_beside(tmp_path, name, "text")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="not saved"):
        save_beside(tmp_path / "none", "notes", "text")


def test_off_the_record_there_is_nothing_to_save_or_to_go_on_with(db: Database, here: Path) -> None:
    talk = Typing(db, kept=False)
    talk.ask(QUESTION)
    assert "off the record" in talk.shown("/save")[0]
    assert "off the record" in talk.shown("/session latest")[0]
    assert not list(here.iterdir())
    assert [choice.value for choice in choices_of(talk.session.groups, "session")] == []


@pytest.mark.parametrize(
    ("line", "near"), [("/sesion", "/session"), ("/vioce joe", "/voice"), ("/", "/help")]
)
def test_an_unknown_slash_names_what_is_near_and_asks_nothing(
    talk: Typing, line: str, near: str
) -> None:
    events = talk.ask(line)
    (told,) = [event for event in events if event.kind == "llm-text"]
    assert near in told.data["text"]
    assert not any(event.kind == "understanding-end" for event in events)
    assert not talk.said
    assert talk.sessions.list() == ()


def test_a_slash_that_was_recognised_is_no_order(talk: Typing) -> None:
    assert any(event.kind == "understanding-end" for event in talk.ask("/quit", typed=False))
    assert not talk.session.state.leaving


def test_leaving_is_asked_for(talk: Typing) -> None:
    assert talk.shown("/quit") == []
    assert talk.session.state.leaving


def test_help_names_every_order_and_says_none(talk: Typing) -> None:
    told = " ".join(talk.shown("/help"))
    assert all(f"/{name}" in told for name in slash_names(talk.session.groups))
    assert not talk.said


def test_a_slash_is_an_order_in_the_midst_of_a_dictation(talk: Typing) -> None:
    talk.session.state.next_words = lambda asked, turn: iter([f"Noted: {asked.text}"])
    assert talk.shown("/mode fast") == ["Now fast."]
    assert talk.shown("milk and bread") == ["Noted: milk and bread"]


@pytest.mark.parametrize(
    ("name", "value"), [("mode", "fast"), ("voice", "piper-ben"), ("speed", "1.5")]
)
def test_values_can_be_completed(talk: Typing, name: str, value: str) -> None:
    assert value in [choice.value for choice in choices_of(talk.session.groups, name)]


def test_sessions_are_completed_with_what_they_are_about(talk: Typing) -> None:
    talk.ask(QUESTION)
    new, first = choices_of(talk.session.groups, "session")
    assert new.value == "new"
    assert first.meaning == QUESTION
