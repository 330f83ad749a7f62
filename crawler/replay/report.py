"""What a replay did: counts by name, errors in one line each, and the exit status that they make."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import Any

from pipelines.errors import ArchiveError

MAX_ERRORS = 20
DONE, FAILED, INCOMPLETE = 0, 1, 3


@dataclass(slots=True)
class FileReport:
    """One archive file. `captures` and `pages` are rows; `reasons` say why the other captures are no pages; `problems`
    are those that validation found in pages; `layouts` count the pages that were split by each, `drifted` those with a
    story that did not fit the layout of their time; `written` tells whether its tables or feed lines were made."""

    path: str
    warc_file: str
    records: Counter[str] = field(default_factory=Counter)
    captures: int = 0
    pages: int = 0
    articles: int = 0
    widgets: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    leniencies: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    layouts: Counter[str] = field(default_factory=Counter)
    drifted: int = 0
    errors: list[str] = field(default_factory=list)
    more_errors: int = 0
    written: bool = False
    stopped: bool = False

    def error(self, error: ArchiveError) -> None:
        """Keep the line of an error; of a file with many, those past `MAX_ERRORS` are only counted."""
        if len(self.errors) < MAX_ERRORS:
            self.errors.append(str(error))
        else:
            self.more_errors += 1


@dataclass(slots=True)
class Report:
    """A replay of many files. `errors` are those of files that could not be opened; `passed_over` counts files of
    folders that are no archives."""

    files: list[FileReport] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    passed_over: int = 0

    @property
    def stopped(self) -> bool:
        """Whether a signal ended it before its end."""
        return any(file.stopped for file in self.files)

    @property
    def exit_status(self) -> int:
        """0 done, 1 nothing could be read, 3 something could not be read or a signal ended it."""
        if not self.stopped and not any(file.records for file in self.files):
            return FAILED
        return INCOMPLETE if self.stopped or self.all_errors else DONE

    @property
    def all_errors(self) -> list[str]:
        """Every error, one line each."""
        return self.errors + [error for file in self.files for error in file.errors]

    def total(self, name: str) -> int:
        """The sum over the files of one of their counts."""
        return sum(getattr(file, name) for file in self.files)

    def counts(self, name: str) -> Counter[str]:
        """The sum over the files of one of their counters."""
        return sum((getattr(file, name) for file in self.files), Counter[str]())

    def as_json(self) -> dict[str, Any]:
        """The report as plain JSON types."""
        return {
            "files": [{each.name: _plain(getattr(file, each.name)) for each in fields(file)} for file in self.files],
            "errors": self.errors,
            "passed_over": self.passed_over,
            "stopped": self.stopped,
            "exit_status": self.exit_status,
        }


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Counter) else value
