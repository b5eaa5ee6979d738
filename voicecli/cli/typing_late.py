"""The typed line, made when the first one is begun: until then nobody needs an editor."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli.cli.typing_view import Written

if TYPE_CHECKING:
    from voicecli.cli.typing_line import TypedLine
    from voicecli.pipeline.orders import Choice


class LateLine:
    """A TypedLine that is loaded with its first key. Of the keys' thread.

    `slash` tells the orders and `choices` the values they take; earlier lines are in the file
    `history`, None for a conversation that leaves no trace.
    """

    def __init__(
        self,
        changed: Callable[[Written | None], None],
        slash: Callable[[], Mapping[str, str]],
        choices: "Callable[[str], Iterable[Choice]]",
        history: Path | None,
    ) -> None:
        self._changed = changed
        self._slash = slash
        self._choices = choices
        self._history = history
        self._made: TypedLine | None = None

    @property
    def is_open(self) -> bool:
        """Whether the keys write it now."""
        return self._made is not None and self._made.is_open

    def open(self) -> None:
        """Begin an empty line."""
        self._line.open()

    def type(self, text: str) -> Iterator[str]:
        """Take in what a terminal sends for its keys; yield each line that was sent."""
        return self._line.type(text)

    def close(self) -> None:
        """Give up what was typed."""
        self._line.close()

    @property
    def _line(self) -> "TypedLine":
        if self._made is None:
            from voicecli.cli.typing_completion import SlashCompleter
            from voicecli.cli.typing_history import TypedHistory
            from voicecli.cli.typing_line import TypedLine

            completer = SlashCompleter(self._slash(), self._choices)
            self._made = TypedLine(TypedHistory(self._history), completer, self._changed)
        return self._made
