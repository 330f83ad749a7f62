"""The errors a user meets, each one line that says what is wrong, where, and what to do.

ArchiveError                     exit status 1
├── UsageError                   exit status 2: the call's words are wrong
├── InputError                   a file that cannot be used: names the file and the byte offset
│   ├── EncodingError            text in an encoding that is neither declared nor UTF-8
│   └── RecordError              one record of a web archive; the rest of the file goes on
├── StationError                 a station file that cannot be used
├── CollectionBusyError          another process is writing the collection
└── PageTooLargeError            a page past the bound that a split accepts
"""

from __future__ import annotations


class ArchiveError(Exception):
    """Root of every error this project raises on purpose. `exit_status` is what a command ends with."""

    exit_status = 1


class UsageError(ArchiveError):
    """The command or function was called with words it does not know."""

    exit_status = 2


class InputError(ArchiveError):
    """A file that cannot be used. Shown as `FILE: at byte OFFSET: PROBLEM; ADVICE`."""

    def __init__(self, path: str, problem: str, *, offset: int | None = None, advice: str = "") -> None:
        self.path, self.problem, self.offset, self.advice = path, problem, offset, advice
        where = f"{path}: at byte {offset}: " if offset is not None else f"{path}: "
        super().__init__(where + problem + (f"; {advice}" if advice else ""))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_input_error, (type(self), self.path, self.problem, self.offset, self.advice))


def _rebuild_input_error(
    kind: type[InputError], path: str, problem: str, offset: int | None, advice: str
) -> InputError:
    return kind(path, problem, offset=offset, advice=advice)


class EncodingError(InputError):
    """Text whose encoding is neither declared nor UTF-8. `offset` is the first byte that is not UTF-8."""


class RecordError(InputError):
    """One record of a web archive that cannot be read. The records after it are read all the same."""


class StationError(ArchiveError):
    """A station file that cannot be used, such as one with a time zone that does not exist."""


class CollectionBusyError(ArchiveError):
    """Another process is writing the collection; the message names it."""


class PageTooLargeError(ArchiveError):
    """A page past the bound that a split accepts."""
