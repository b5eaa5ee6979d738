"""The live lines at the foot of a terminal, which stay whole when the window changes."""

from contextlib import AbstractContextManager

from rich.console import ConsoleRenderable, RenderableType
from rich.control import Control
from rich.live import Live
from rich.segment import ControlType, Segment


class LiveRegion(Live):
    """A live display that knows how a terminal folds its lines when the window gets narrower.

    rich takes back as many rows as it drew, but rows that were longer than the window is now take
    several, and the first of them would stay on the screen.
    """

    _latest: RenderableType = ""
    _drawn: tuple[int, ...] = ()
    """How long the lines are that stand on the screen, in cells."""
    _width = 0
    """How wide the window was when they were drawn."""

    def alone(self) -> AbstractContextManager[object]:
        """Inside, no other thread draws the lines. Whatever is printed above them has to be.

        How far the cursor goes up is settled before a line is written: with a drawing in between
        it goes too far, over what was said, or not far enough, and old rows stay on the screen.
        """
        return self._lock

    def process_renderables(self, renderables: list[ConsoleRenderable]) -> list[ConsoleRenderable]:
        """Take back the rows too into which lines were folded."""
        width = max(1, self.console.width)
        folded = 0
        if width < self._width:
            folded = sum((max(1, length) - 1) // width for length in self._drawn)
        processed = super().process_renderables(renderables)
        if folded and processed:
            up = ((ControlType.CURSOR_UP, 1), (ControlType.ERASE_IN_LINE, 2))
            processed.insert(1, Control(*(up * folded)))
        lines = self.console.render_lines(self._latest, pad=False)
        self._drawn = tuple(Segment.get_line_length(line) for line in lines)
        self._width = width
        return processed

    def get_renderable(self) -> RenderableType:
        """The lines to draw now."""
        self._latest = super().get_renderable()
        return self._latest
