"""`scrapy query`: one SELECT over the tables of every collection."""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import resource
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.commands.base import DONE, ArchiveCommand
from pipelines.errors import UsageError
from pipelines.store.catalog import NAMES, TIMEOUT_SECONDS, Selection, open_catalog, select
from pipelines.store.plain import plain

TABLE_ROWS = 100
"""What is printed as a table is to be read; `--csv` and `--json` print all."""
_DATA_BYTES = 3 << 30
"""DuckDB keeps itself to its memory limit, but for one huge value that a function makes; this bounds the process."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Command(ArchiveCommand):
    """Ask the tables a question in SQL."""

    words = '"SQL"'
    summary = f"Ask one SELECT of the views {', '.join(NAMES)} (DESCRIBE tells their columns)"
    example = 'scrapy query "SELECT county, max(cases) FROM case_counts GROUP BY county ORDER BY 2 DESC LIMIT 5"'

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The output's form, and how long to wait."""
        super().add_options(parser)
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="one JSON object a row")
        form.add_argument("--csv", action="store_true", help="CSV with a header line")
        parser.add_argument(
            "--timeout", type=float, default=TIMEOUT_SECONDS, metavar="SECONDS", help="give up after this (%(default)g)"
        )

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Ask, and print the answer as it comes."""
        if len(args) != 1:
            raise UsageError('give one question: scrapy query "SELECT ..."')
        if not opts.timeout > 0:
            raise UsageError("--timeout is to be more than 0")
        _bound_memory()
        warcs_dir = self.settings.get("WARCS_DIR") if self.settings else None
        show = _print_json if opts.json else _print_csv if opts.csv else _print_table
        with _a_reader_may_leave(), ExitStack() as stack:
            with Console(stderr=True).status("Reading the tables"):  # shown on a terminal only
                catalog = stack.enter_context(open_catalog(Path(str(warcs_dir or "warcs"))))
                selection = stack.enter_context(select(catalog, args[0], seconds=opts.timeout))
            show(selection)
            sys.stdout.flush()
        return DONE


def _bound_memory() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or hard > _DATA_BYTES:
        resource.setrlimit(resource.RLIMIT_DATA, (_DATA_BYTES, hard))


@contextmanager
def _a_reader_may_leave() -> Iterator[None]:
    """`scrapy query ... | head` closes the pipe when it has seen enough; that is no failure."""
    try:
        yield
    except BrokenPipeError:
        # What is left in the buffer would raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_json(selection: Selection) -> None:
    for row in selection.rows:
        json.dump(dict(zip(selection.columns, map(_json, row), strict=True)), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")


def _print_csv(selection: Selection) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(selection.columns)
    writer.writerows([_text(value) for value in row] for row in selection.rows)


def _print_table(selection: Selection) -> None:
    console = Console()
    rows = list(islice(selection.rows, TABLE_ROWS + 1))
    table = Table()
    for column in selection.columns:
        table.add_column(Text(_printable(column)))
    for row in rows[:TABLE_ROWS]:
        table.add_row(*(Text(_printable(_text(value))) for value in row))
    console.print(table)
    if len(rows) > TABLE_ROWS:
        console.print(f"The first {TABLE_ROWS} rows; --csv or --json prints all.")


def _json(value: Any) -> Any:
    """A value of DuckDB's as a JSON type; what JSON has no form for (an interval, a UUID) is text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {str(key): _json(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_json(member) for member in value]
    try:
        return plain(value)
    except TypeError:
        return str(value)


def _text(value: Any) -> str:
    form = _json(value)
    if form is None:
        return ""
    return form if isinstance(form, str) else json.dumps(form, ensure_ascii=False)


def _printable(text: str) -> str:
    """What a page wrote, without the control characters that a terminal would obey."""
    return _CONTROL.sub("\ufffd", text)
