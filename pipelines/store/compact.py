"""One Parquet file for each closed month of a table, beside the files of its WARC files: for readers only.

A compacted file is a copy. It is named by the files that it was made of, `compacted/<table>/<month>-<digest>.parquet`, the
digest being over their names, sizes and times: where one of them is written anew, the copy is no longer the one that a
reader looks for, and the month is read from its own files until it is compacted again. So whoever writes tables need not
know of it, a killed run leaves nothing that is read, and a compacted file can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import ArchiveError, InputError
from pipelines.store.durable import make_folder, put_in_place
from pipelines.store.parquet import CHARACTERS_IN_GROUP, SCHEMAS

FOLDER = "compacted"
_DAY = re.compile(r"-(\d{6})\d{2}-\d+\.warc\.gz\.parquet$")
"""In the names that our WARC files have. The tables of others' files are left as they are."""
_ROWS_IN_GROUP = 16_384
_ZSTD_LEVEL = 3


@dataclass(slots=True)
class Compacted:
    """What was done: months (`YYYYMM`) that were compacted now, how many were already, and what cannot be read."""

    made: list[str] = field(default_factory=list)
    kept: int = 0
    problems: list[ArchiveError] = field(default_factory=list)


def compact(collection: Path, today: date) -> Compacted:
    """Compact every month before that of `today` (UTC) of a collection's tables, and remove copies that are out of date.

    The caller holds the collection's lock. A month with a table that cannot be read is left as it is and told.
    """
    done = Compacted()
    for table, schema in SCHEMAS.items():
        copies = collection / FOLDER / table
        make_folder(copies)
        wanted = set()
        for month, files in sorted(_months(collection / "tables" / table).items()):
            if month >= f"{today:%Y%m}" or len(files) < 2:
                continue
            path = copies / _name(month, files)
            wanted.add(path)
            if path.exists():
                done.kept += table == "captures"
                continue
            try:
                _copy(files, path, schema)
            except InputError as error:
                done.problems.append(error)
                continue
            if month not in done.made:
                done.made.append(month)
        for path in copies.iterdir():
            if path not in wanted:
                path.unlink()
    return done


def current_files(collection: Path, table: str) -> list[Path]:
    """The files to read a table from: of each month its copy where that is up to date, else its own files."""
    copies = collection / FOLDER / table
    there = {entry.name for entry in os.scandir(copies)} if copies.is_dir() else set()
    found: list[Path] = []
    for month, files in _months(collection / "tables" / table).items():
        name = _name(month, files) if there else ""
        found.extend([copies / name] if name in there else [Path(entry.path) for entry in files])
    return sorted(found)


def _months(folder: Path) -> dict[str, list[os.DirEntry[str]]]:
    """The Parquet files of a table by month, sorted by name; those of no month under an empty one."""
    months: defaultdict[str, list[os.DirEntry[str]]] = defaultdict(list)
    if folder.is_dir():
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            # A writer's temporary file begins with a dot; no WARC file's table does that a reader sees.
            if entry.name.endswith(".parquet") and not entry.name.startswith("."):
                day = _DAY.search(entry.name)
                months[day[1] if day else ""].append(entry)
    return months


def _name(month: str, files: list[os.DirEntry[str]]) -> str:
    digest = hashlib.sha256()
    for entry in files:
        state = entry.stat()
        digest.update(f"{entry.name}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return f"{month}-{digest.hexdigest()[:16]}.parquet"


def _copy(files: list[os.DirEntry[str]], path: Path, schema: pa.Schema) -> None:
    temporary = path.with_name(f".{path.name}.tmp")
    # A column that a file lacks is null in the views, whatever today's schema says.
    nullable = pa.schema([column.with_nullable(True) for column in schema])
    try:
        with temporary.open("wb") as file:
            with pq.ParquetWriter(
                file, nullable, compression="zstd", compression_level=_ZSTD_LEVEL, store_schema=False
            ) as writer:
                for group in _groups(files, nullable):
                    writer.write_table(group, row_group_size=len(group))
            file.flush()
            os.fsync(file.fileno())
        put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _groups(files: list[os.DirEntry[str]], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows of the files in their order, in tables that are large enough to read well and small enough to hold."""
    held: list[pa.Table] = []
    for entry in files:
        for part in _parts(entry.path, schema):
            held.append(part)
            if sum(map(len, held)) >= _ROWS_IN_GROUP or sum(each.nbytes for each in held) >= CHARACTERS_IN_GROUP:
                yield pa.concat_tables(held)
                held = []
    if held:
        yield pa.concat_tables(held)


def _parts(path: str, schema: pa.Schema) -> Iterator[pa.Table]:
    try:
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                data = file.read_row_group(group)
                columns = [
                    data[column.name].cast(column.type) if column.name in data.column_names else pa.nulls(len(data), column.type)
                    for column in schema
                ]  # fmt: skip
                yield pa.Table.from_arrays(columns, schema=schema)
    except (pa.ArrowException, OSError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(path, f"cannot be read ({why})", advice="delete it and replay its WARC file") from error
