"""Rows in and out of Parquet: one file a table and WARC file, the same bytes for the same rows."""

from __future__ import annotations

import heapq
import os
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import InputError
from pipelines.store.durable import make_folder, put_in_place
from pipelines.store.schema import TABLES, Row, WidgetRow

ROWS_IN_GROUP = 4096
CHARACTERS_IN_GROUP = (
    16_000_000  # A group is held in memory; both bounds depend on the rows alone, so bytes are the same.
)
_ZSTD_LEVEL = 3
_ARROW_TYPES: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    list[str]: pa.list_(pa.string()),
}
# For a column that a file lacks because it was written before the column was there, and that may not be null.
_ABSENT: dict[pa.DataType, Any] = {pa.string(): "", pa.int64(): 0, pa.bool_(): False, pa.list_(pa.string()): []}


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, made from its dataclass: columns in the order of the fields."""
    hints = typing.get_type_hints(TABLES[table])
    return pa.schema([_arrow_field(column.name, hints[column.name]) for column in fields(TABLES[table])])


def _arrow_field(name: str, hint: Any) -> pa.Field:
    nullable = isinstance(hint, types.UnionType)
    inner = next(arm for arm in typing.get_args(hint) if arm is not types.NoneType) if nullable else hint
    return pa.field(name, _ARROW_TYPES[inner], nullable=nullable)


SCHEMAS: dict[str, pa.Schema] = {table: arrow_schema(table) for table in TABLES}
_TABLE_OF: dict[type[Row], str] = {row: table for table, row in TABLES.items()}


def table_path(tables_dir: Path, table: str, warc_file: str) -> Path:
    """Where the rows of a WARC file stand: `tables/<table>/<WARC file name>.parquet`. InputError for no file name."""
    if warc_file in {"", ".", ".."} or "/" in warc_file or "\0" in warc_file:
        raise InputError(warc_file, "is not the name of a WARC file", advice="rename it, without a folder")
    return tables_dir / table / f"{warc_file}.parquet"


class TableWriter:
    """Writes the four tables of one WARC file, as a context manager: `with TableWriter(dir, name) as w: w.add(row)`.

    Each table's rows are to come in the order of their records' offsets (widgets of one record by position);
    ValueError otherwise. Memory is bounded by one row group a table. On a clean exit all four files stand in their
    places, on any other none is touched. One writer a WARC file at a time: hold the collection's lock.
    """

    def __init__(self, tables_dir: Path, warc_file: str) -> None:
        self._files = {table: _TableFile(table_path(tables_dir, table, warc_file), table) for table in TABLES}
        self._warc_file = warc_file

    def add(self, row: Row) -> None:
        """Append a row to its table."""
        if row.warc_file != self._warc_file:
            raise ValueError(f"a row of {row.warc_file} among those of {self._warc_file}")
        self._files[_TABLE_OF[type(row)]].add(row)

    def __enter__(self) -> Self:
        for file in self._files.values():
            file.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            for file in self._files.values():
                file.close(keep=kind is None)
            if kind is None:
                # `captures` comes last, so that whoever finds its rows there finds the others' too.
                for table in sorted(self._files, key=lambda name: name == "captures"):
                    self._files[table].put_in_place()
        finally:
            for file in self._files.values():
                file.temporary.unlink(missing_ok=True)


class _TableFile:
    """One Parquet file while it is written, under a name that no reader looks for."""

    def __init__(self, path: Path, table: str) -> None:
        self.path, self.schema = path, SCHEMAS[table]
        # Always the same name, so that a killed run's leftover is overwritten by the next.
        self.temporary = path.with_name(f".{path.name}.tmp")
        self._group: list[Row] = []
        self._characters = 0
        self._last: tuple[int, int] = (-1, -1)

    def open(self) -> None:
        make_folder(self.path.parent)
        self._file = self.temporary.open("wb")
        self._writer = pq.ParquetWriter(
            self._file,
            self.schema,
            compression="zstd",
            compression_level=_ZSTD_LEVEL,
            version="2.6",
            store_schema=False,
        )

    def add(self, row: Row) -> None:
        place = place_of(row)
        if place < self._last:
            raise ValueError(f"rows of {row.warc_file} out of order: {place} after {self._last}")
        self._last = place
        self._group.append(row)
        self._characters += characters(row)
        if len(self._group) >= ROWS_IN_GROUP or self._characters >= CHARACTERS_IN_GROUP:
            self._flush()

    def _flush(self) -> None:
        columns = [
            pa.array([getattr(row, column.name) for row in self._group], type=column.type) for column in self.schema
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self.schema), row_group_size=len(self._group))
        self._group, self._characters = [], 0

    def close(self, *, keep: bool) -> None:
        if keep and self._group:
            self._flush()
        self._writer.close()
        if keep:
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()

    def put_in_place(self) -> None:
        put_in_place(self.temporary, self.path)


def characters(row: Row) -> int:
    """How many characters a row's texts have: near enough to what it weighs in memory."""
    return sum(len(value) for value in (getattr(row, column.name) for column in fields(row)) if isinstance(value, str))


def iter_rows(tables_dir: Path, table: str, warc_file: str) -> Iterator[Row]:
    """The rows of one table in order, a row group at a time; none where there is no file.

    A file of an earlier time, with a column less, has null there, or an empty value where null is not allowed; a
    column that is no more is left out. InputError for a file that is no Parquet.
    """
    path = table_path(tables_dir, table, warc_file)
    if not path.exists():
        return
    try:
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                yield from _rows(file.read_row_group(group), table)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, error) from error


def _rows(data: pa.Table, table: str) -> Iterator[Row]:
    columns = [_column(data, column) for column in SCHEMAS[table]]
    return (TABLES[table](*values) for values in zip(*columns, strict=True))


def _column(data: pa.Table, column: pa.Field) -> list[Any]:
    if column.name not in data.column_names:
        return [None if column.nullable else _ABSENT[column.type]] * len(data)
    values: list[Any] = data[column.name].cast(column.type).to_pylist()
    if pa.types.is_timestamp(column.type):
        return [None if value is None else value.astimezone(UTC) for value in values]
    return values


def _unreadable(path: Path, error: Exception) -> InputError:
    why = str(error).splitlines()[0] if str(error) else type(error).__name__
    return InputError(str(path), f"cannot be read ({why})", advice="delete it and replay its WARC file")


def read_rows(tables_dir: Path, warc_file: str) -> dict[str, list[Row]]:
    """All rows of a WARC file by table, in order; empty lists where there is no file."""
    return {table: list(iter_rows(tables_dir, table, warc_file)) for table in TABLES}


@dataclass(slots=True)
class TableState:
    """What the tables of a WARC file hold: the records that have a row in `captures` (offset and id), the splitter versions
    of these rows, and those of all rows of pages, articles and widgets with the times of their captures. The tables are as
    they should be when the WARC file's captures are those of `records` and every version is today's for its time."""

    records: set[tuple[int, str]]
    capture_versions: set[str]
    page_versions: set[tuple[datetime, str]]

    @property
    def versions(self) -> set[str]:
        """Every version that a row has."""
        return self.capture_versions | {version for _, version in self.page_versions}


def table_state(tables_dir: Path, warc_file: str) -> TableState | None:
    """The state of a WARC file's tables, read from four columns; None where one of the four is missing or cannot be read, or
    has rows of records that `captures` lacks: `captures` is written last, and a run may be killed before it."""
    state = TableState(set(), set(), set())
    for table in TABLES:
        path = table_path(tables_dir, table, warc_file)
        try:
            with pq.ParquetFile(path) as file:
                data = file.read(columns=["warc_offset", "record_id", "captured_at", "splitter_version"])
        except (pa.ArrowException, OSError):
            return None
        versions = data["splitter_version"].to_pylist()
        records = set(zip(data["warc_offset"].to_pylist(), data["record_id"].to_pylist(), strict=True))
        if table == "captures":
            state.records.update(records)
            state.capture_versions.update(versions)
        elif not state.records.issuperset(records):
            return None
        else:
            times = _column(data, SCHEMAS[table].field("captured_at"))
            state.page_versions.update(zip(times, versions, strict=True))
    return state


def merge(old: Iterator[Row], new: list[Row], replaced: set[int]) -> Iterator[Row]:
    """The rows of one table of an earlier run with those of a later one (sorted already), in order.

    `replaced` are the offsets of the records that the later run has rows of, in any table. Only the later rows of
    these count: where a killed run left half a record, the next run writes another in its place.
    """
    return heapq.merge((row for row in old if row.warc_offset not in replaced), new, key=place_of)


def place_of(row: Row) -> tuple[int, int]:
    """What the rows of a table are sorted by: the record's offset, and of widgets the position on the page."""
    return (row.warc_offset, row.position if isinstance(row, WidgetRow) else 0)
