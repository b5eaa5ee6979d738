"""A line that a person types beside the conversation: what it holds, and how keys change it.

prompt_toolkit edits it (its parser of terminal sequences, its Emacs keys, its history and its
completers), without its event loop and without its screen: the line is shown by the view that shows
everything else, so that two programs never draw on one terminal.
"""

from collections.abc import Callable, Iterator, Sequence

from prompt_toolkit.application import Application
from prompt_toolkit.application.current import set_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Always, Condition, Filter
from prompt_toolkit.history import History
from prompt_toolkit.input import DummyInput
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import BufferControl, Layout, Window
from prompt_toolkit.output import DummyOutput

from voicecli.cli.console import printable
from voicecli.cli.typing_view import Written

LONGEST_LINE = 10_000
"""Characters; what is pasted beyond is cut off."""

Do = Callable[[KeyPressEvent], None]
ALWAYS = Always()
_NO_KEYS = {Keys.Vt100MouseEvent, Keys.CPRResponse}
"""What a terminal tells that nobody asked for here."""


class TypedLine:
    """One line after the other, with the history of all of them. Of the keys' thread.

    `changed` is told what the line is after each key, None when it was closed.
    """

    def __init__(
        self, history: History, completer: Completer, changed: Callable[[Written | None], None]
    ) -> None:
        self.is_open = False
        self._history = history
        self._completer = completer
        self._changed = changed
        self._suggester = AutoSuggestFromHistory()
        self._sent: list[str] = []
        self._past: Sequence[str] = ()
        """Earlier lines, the newest first."""
        self._back = 0
        """How many lines back in them the shown one is; 0 for the one that is being typed."""
        self._own = ""
        """What was typed before they went back."""
        self._completing: tuple[Document, list[Completion]] | None = None
        """The line before completion, and what that offers."""
        self._chosen: int | None = None
        self._buffer = Buffer(multiline=False, history=history)
        self._app: Application[None] = Application(
            layout=Layout(Window(BufferControl(self._buffer))),
            key_bindings=self._bindings(),
            input=DummyInput(),
            output=DummyOutput(),
        )
        self._app.timeoutlen = None  # type: ignore[assignment]  # it may be: nothing waits for a clock
        self._parser = Vt100Parser(self._pressed)

    def open(self) -> None:
        """Begin an empty line."""
        self.is_open = True
        self._past = list(self._history.load_history_strings())
        self._begin()

    def close(self) -> None:
        """Give up what was typed."""
        self.is_open = False
        self._begin()
        self._parser.reset()
        self._app.key_processor.reset()
        self._changed(None)

    def type(self, text: str) -> Iterator[str]:
        """Take in what a terminal sends for its keys; yield each line that was sent."""
        with set_app(self._app):
            self._parser.feed(text)
        sent, self._sent = self._sent, []
        yield from sent
        if self.is_open:
            self._changed(self.shown)

    @property
    def shown(self) -> Written:
        """The line as it stands."""
        buffer = self._buffer
        choices: tuple[tuple[str, str], ...] = ()
        if self._completing:
            choices = tuple((c.display_text, c.display_meta_text) for c in self._completing[1])
        return Written(
            buffer.text, buffer.cursor_position, self._suggestion(), choices, self._chosen
        )

    def _begin(self) -> None:
        self._buffer.reset()
        self._back, self._own = 0, ""
        self._completing = self._chosen = None

    def _pressed(self, key: KeyPress) -> None:
        """A key of the terminal; behind the end of a line, the first key of the next one."""
        if key.key in _NO_KEYS:
            return
        if not self.is_open:
            if not key.data.strip() or not (
                key.data.isprintable() or key.key == Keys.BracketedPaste
            ):
                return
            self.open()
        if key.key not in (Keys.Tab, Keys.BackTab):
            self._completing = self._chosen = None
        processor = self._app.key_processor
        processor.feed(key)
        processor.process_keys()
        if len(self._buffer.text) > LONGEST_LINE:
            self._set(self._buffer.text[:LONGEST_LINE])

    def _suggestion(self) -> str:
        document = self._buffer.document
        if self._completing or not document.is_cursor_at_the_end:
            return ""
        found = self._suggester.get_suggestion(self._buffer, document)
        return found.text if found else ""

    def _set(self, text: str, cursor: int | None = None) -> None:
        self._buffer.document = Document(text, len(text) if cursor is None else cursor)

    def _insert(self, text: str) -> None:
        """Put text in; several lines become one."""
        lines = text.splitlines()
        text = text if len(lines) < 2 else " ".join(filter(None, map(str.strip, lines)))
        self._buffer.insert_text(printable(text)[:LONGEST_LINE])

    def _send(self) -> None:
        text = printable(self._buffer.text).strip()
        if text:
            self._sent.append(text)
            self._history.append_string(text)
        self.close()

    def _go_back(self, by: int) -> None:
        """Show an earlier line, or a later one with a negative number."""
        if self._back == 0:
            self._own = self._buffer.text
        self._back = min(max(self._back + by, 0), len(self._past))
        self._set(self._past[self._back - 1] if self._back else self._own)

    def _complete(self, by: int) -> None:
        """Offer what may stand here; the only possibility is taken, of several one by one."""
        if self._completing is None:
            document = self._buffer.document
            found = list(self._completer.get_completions(document, CompleteEvent()))
            if not found:
                return
            self._completing = document, found
        document, found = self._completing
        first = 0 if by > 0 else len(found) - 1
        self._chosen = first if self._chosen is None else (self._chosen + by) % len(found)
        one = found[self._chosen]
        before = document.text[: document.cursor_position + one.start_position] + one.text
        self._set(before + document.text_after_cursor, len(before))
        if len(found) == 1:
            self._completing = self._chosen = None

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()

        def key(*names: Keys, only: Filter = ALWAYS) -> Callable[[Do], None]:
            """Bind all these keys to one function of the line."""

            def bind(do: Do) -> None:
                for name in names:
                    keys.add(name, filter=only)(do)

            return bind

        is_suggested = Condition(lambda: bool(self._suggestion()))
        is_empty = Condition(lambda: not self._buffer.text)
        key(Keys.Enter, Keys.ControlJ)(lambda event: self._send())
        key(Keys.ControlC, Keys.ControlG)(lambda event: self.close())
        key(Keys.ControlD, only=is_empty)(lambda event: self.close())
        key(Keys.Up, Keys.ControlP)(lambda event: self._go_back(1))
        key(Keys.Down, Keys.ControlN)(lambda event: self._go_back(-1))
        key(Keys.Tab)(lambda event: self._complete(1))
        keys.add(Keys.Escape, "/")(lambda event: self._complete(1))  # else it wants an event loop
        key(Keys.BackTab)(lambda event: self._complete(-1))
        key(Keys.Right, Keys.ControlF, Keys.ControlE, Keys.End, only=is_suggested)(
            lambda event: self._insert(self._suggestion())
        )
        key(Keys.BracketedPaste)(lambda event: self._insert(event.data))
        return keys
