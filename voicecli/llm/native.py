"""What only llama.cpp's C interface offers: silence on stderr, and a stop inside a computation."""

import ctypes
from functools import cache
from typing import Any


@cache
def quiet() -> object:
    """Switch llama.cpp's log off. Returns the C callback, which must live as long as the library.

    The library's own `verbose=False` still lets warnings of the model and the decoder through.
    """
    import llama_cpp

    @llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
    def swallow(level: int, text: bytes, data: ctypes.c_void_p) -> None:
        del level, text, data

    llama_cpp.llama_log_set(swallow, ctypes.c_void_p(0))
    _keep_streams(llama_cpp)
    return swallow


def _keep_streams(llama_cpp: Any) -> None:
    """Leave stdout and stderr alone while a model loads.

    `verbose=False` points both of them, for the whole process, at the null device: what another
    thread prints meanwhile is lost. With the log off there is nothing left to hide.
    """
    hider = getattr(getattr(llama_cpp, "_utils", None), "suppress_stdout_stderr", None)
    if hider is not None:
        hider.__enter__ = lambda self: self
        hider.__exit__ = lambda self, *_: None


class Abort:
    """Stops one computation of one llama.cpp context; made for it and never used again.

    llama.cpp asks a C function after every node of its graph (some 700 times for one token). A
    Python function there needs the interpreter lock each time: with another Python thread at work
    that made reading 1.4 and writing 1.8 times slower. `strlen` needs no lock: of this two-byte
    buffer it says 0 while the first byte is zero and 1 afterwards, which is what llama.cpp asks.
    """

    def __init__(self, context: Any) -> None:
        """Watch `context`, a llama_context_p, until the next Abort watches it."""
        import llama_cpp

        self._flag = ctypes.create_string_buffer(2)
        self._ask = ctypes.cast(ctypes.CDLL(None).strlen, llama_cpp.ggml_abort_callback)
        # A version without this name is stopped between tokens only, by the turn's own flag.
        if watch := getattr(llama_cpp, "llama_set_abort_callback", None):
            watch(context, self._ask, ctypes.addressof(self._flag))

    @property
    def asked(self) -> bool:
        """Whether the computation was asked to end."""
        return self._flag[0] != b"\x00"

    def ask(self) -> None:
        """Let the running computation, or the next one, end with an error at its next node."""
        self._flag[0] = b"\x01"
