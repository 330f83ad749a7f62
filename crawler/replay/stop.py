"""Ending a replay in order: a signal leaves a note that every process of it looks for between two records."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType


class Stop:
    """A note on disk, so that worker processes of any kind see it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def asked(self) -> bool:
        """Whether the replay is to end."""
        return self._path.exists()

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """Leave the note on SIGTERM and Ctrl-C, which do nothing else while the block runs. Not in a thread, which
        signals do not reach."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._leave_note) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _leave_note(self, _number: int, _frame: FrameType | None) -> None:
        self._path.touch()


def ignore_signals() -> None:
    """For worker processes: Ctrl-C reaches them too, and the note is enough."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
