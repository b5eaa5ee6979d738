"""What may stand in a typed line: the names of orders, and the values that they take."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from voicecli.cli.console import printable
from voicecli.errors import VoicecliError
from voicecli.pipeline.orders import Choice

Choices = Callable[[str], Iterable[Choice]]
"""What may follow a slash name."""


class SlashCompleter(Completer):
    """Completes "/sp" to "/speed ", and "/speed 1" to its values; questions have no completion."""

    def __init__(self, slash: Mapping[str, str], choices: Choices) -> None:
        self._slash = slash
        self._choices = choices

    def get_completions(self, document: Document, event: CompleteEvent) -> Iterator[Completion]:
        """Yield what begins as the text before the cursor does, then what merely holds it."""
        before = document.text_before_cursor
        if not before.startswith("/"):
            return
        name, space, value = before[1:].partition(" ")
        if not space:
            for known in sorted(self._slash):
                if known.startswith(name.lower()):
                    yield Completion(
                        f"{known} ",
                        -len(name),
                        display=f"/{known}",
                        display_meta=self._slash[known],
                    )
            return
        for choice in self._fitting(name.lower(), value.lstrip().lower()):
            yield Completion(
                choice.value,
                -len(value.lstrip()),
                display=printable(choice.value),
                display_meta=printable(choice.meaning),
            )

    def _fitting(self, name: str, value: str) -> list[Choice]:
        try:
            choices = list(self._choices(name))
        except VoicecliError:  # the order itself will tell what is wrong
            return []
        begin = [choice for choice in choices if choice.value.lower().startswith(value)]
        hold = [c for c in choices if value in f"{c.value} {c.meaning}".lower() and c not in begin]
        return begin + hold
