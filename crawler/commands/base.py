"""What the commands share: wrong words are errors, our errors are one line, and the exit status tells."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any, ClassVar, NoReturn

from scrapy.commands import ScrapyCommand

from pipelines.errors import ArchiveError, UsageError

DONE, FAILED, WRONG_USAGE, INCOMPLETE = 0, 1, 2, 3


class ArchiveCommand(ScrapyCommand):
    """A command that ends with 0 done, 1 failed, 2 wrong usage or 3 done but incomplete.

    Subclasses give `words` (the positional arguments, for the usage line), `summary`, `example`, and `execute`.
    """

    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}
    words = ""
    summary = ""
    example = ""

    def syntax(self) -> str:
        """The words after the command's name."""
        return f"[options] {self.words}".strip()

    def short_desc(self) -> str:
        """One line for `scrapy --help`."""
        return self.summary

    def long_desc(self) -> str:
        """The summary and an example."""
        return f"{self.summary}. Example: {self.example}"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options. Wrong words are told in one line, whoever finds them: argparse, Scrapy or we."""
        super().add_options(parser)
        parser.error = self._wrong_usage  # type: ignore[method-assign] # Scrapy makes the parser, and argparse prints the usage first

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Do the work; the exit status."""
        raise NotImplementedError

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check the words, do the work, and turn errors into one line and an exit status."""
        try:
            unknown = [word for word in args if word.startswith("-") and word != "-"]
            if unknown:
                raise UsageError(f"no such option: {unknown[0]}")
            self.exitcode = self.execute(args, opts)
            sys.stdout.flush()
        except BrokenPipeError:  # whoever reads our output, such as `head`, has had enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.exitcode = FAILED
        except ArchiveError as error:
            self._print_error(str(error))
            self.exitcode = error.exit_status

    def _wrong_usage(self, message: str) -> NoReturn:
        self._print_error(message)
        sys.exit(WRONG_USAGE)

    def _print_error(self, message: str) -> None:
        line = " ".join(message.splitlines())
        print(f"{self.name}: error: {line}", file=sys.stderr)  # noqa: T201 - the one line a user is owed

    @property
    def name(self) -> str:
        """The command's name, as typed."""
        return type(self).__module__.rpartition(".")[2]
