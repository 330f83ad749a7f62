"""The tables of every collection as DuckDB views, and a way to put a question to them that cannot do any harm."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.changes import word_changes
from pipelines.errors import ArchiveError, UsageError
from pipelines.store.compact import FOLDER as COMPACTED
from pipelines.store.compact import current_files
from pipelines.store.parquet import SCHEMAS
from pipelines.store.plain import clean
from pipelines.store.views import VIEWS

MEMORY_LIMIT = "1GB"
TIMEOUT_SECONDS = 60.0
_ROWS_AT_A_TIME = 200
_SQL_TYPES: dict[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.bool_(): "BOOLEAN",
    pa.timestamp("us", tz="UTC"): "TIMESTAMPTZ",
    pa.list_(pa.string()): "VARCHAR[]",
}
NAMES = [*SCHEMAS, *VIEWS]
# What a question may be made of. DuckDB calls `WITH x AS (COPY ...)` a SELECT too, and has functions that read files,
# run text as SQL, or take memory addresses.
_QUERY_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_TABLE_FUNCTIONS = {"generate_series", "json_each", "json_tree", "range", "unnest"}
_HINT = f"the views are {', '.join(NAMES)}"


def open_catalog(warcs_dir: Path) -> duckdb.DuckDBPyConnection:
    """A connection with the views of `pipelines.store.views` over `warcs_dir/*/tables`, empty and typed without data.

    It reads the tables that stand there now and later in the collections that exist now (of one that has been compacted,
    those that stand there now); it can read no other file, and its configuration is locked. Questions go through `select`, which lets nothing but a SELECT pass. Close it.
    """
    collections = sorted(folder.parent for folder in warcs_dir.absolute().glob("*/tables") if folder.is_dir())
    connection = duckdb.connect(
        config={
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": "",  # nothing is spilled to disk
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
        }
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET python_enable_replacements = false")
    _add_functions(connection)
    for table in SCHEMAS:
        connection.execute(f"CREATE VIEW {table} AS {_table_sql(table, collections)}")
    for name, view in VIEWS.items():
        connection.execute(f"CREATE VIEW {name} AS {view.sql}")
    # The pattern is checked as it is written, the files that it finds as they are named: both must be allowed.
    folders = [collection / name for collection in collections for name in ("tables", COMPACTED)]
    allowed = {f"{spelling}/" for folder in folders for spelling in (str(folder), _literal(folder))}
    connection.execute(f"SET allowed_directories = [{', '.join(map(_quoted, sorted(allowed)))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _add_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """`text_changes(old, new)`: what `word_changes` says; null where either is."""
    runs = duckdb.list_type("VARCHAR")
    fields: dict[str, Any] = {"words_added": "INTEGER", "words_removed": "INTEGER", "added": runs, "removed": runs}
    result = duckdb.struct_type(fields)
    connection.create_function("text_changes", _text_changes, ["VARCHAR", "VARCHAR"], result)


def _text_changes(old: str, new: str) -> dict[str, Any]:
    changes = word_changes(old, new)
    return {
        "words_added": changes.words_added,
        "words_removed": changes.words_removed,
        "added": list(changes.added),
        "removed": list(changes.removed),
    }


def _table_sql(table: str, collections: list[Path]) -> str:
    types = {column.name: _SQL_TYPES[column.type] for column in SCHEMAS[table]}
    patterns = [pattern for collection in collections for pattern in _patterns(collection, table)]
    if not patterns:
        columns = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in types.items())
        return f"SELECT CAST(NULL AS VARCHAR) AS collection, {columns} WHERE false"
    # The schema is told, so that no file is opened before it is asked for, and files from before a column was added
    # have null there. The option union_by_name would open all of them for every question.
    columns = ", ".join(
        f"'{name}': {{name: '{name}', type: '{kind}', default_value: NULL}}" for name, kind in types.items()
    )
    return f"""
        SELECT regexp_extract(filename, '([^/]+)/(?:tables|{COMPACTED})/[^/]+/[^/]+$', 1) AS collection, * EXCLUDE (filename)
        FROM read_parquet([{", ".join(map(_quoted, patterns))}], schema = MAP {{{columns}}}, filename = true)"""  # noqa: S608 - the only words from outside are paths, quoted


def _patterns(collection: Path, table: str) -> list[str]:
    """What names the files of a table: one pattern where nothing is compacted, so that it finds later files too."""
    if (collection / COMPACTED / table).is_dir():
        return [_literal(path) for path in current_files(collection, table)]
    folder = collection / "tables" / table
    return [f"{_literal(folder)}/*.parquet"] if any(folder.glob("*.parquet")) else []


def _literal(path: Path) -> str:
    """The path as a glob pattern that matches nothing else."""
    return re.sub(r"([*?[])", r"[\1]", str(path))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@dataclass(slots=True)
class Selection:
    """An answer: the names of its columns, and its rows as they are fetched."""

    columns: list[str]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def select(connection: duckdb.DuckDBPyConnection, sql: str, *, seconds: float = TIMEOUT_SECONDS) -> Iterator[Selection]:
    """Ask one SELECT (or DESCRIBE, SUMMARIZE, SHOW, VALUES) of the views, and be interrupted after `seconds`.

    UsageError for anything else and for SQL that is wrong, ArchiveError for a question that takes too much time or
    memory and for a table that cannot be read; each in one line, while the rows are fetched too.
    """
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        connection.execute(_only_select(connection, sql))
        yield Selection([column[0] for column in connection.description or []], _fetched(connection))
    except duckdb.Error as error:
        raise _in_one_line(error, seconds) from error
    finally:
        timer.cancel()
        # The timer holds the connection; one that goes away in another thread while Python ends takes the process along.
        timer.join()


def _only_select(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    statements = connection.extract_statements(clean(sql))
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UsageError(f"give one SELECT; {_HINT}")
    row = connection.execute("SELECT json_serialize_sql(?)", [statements[0].query]).fetchone()
    try:
        tree = json.loads(row[0] if row else "{}")
    except RecursionError:
        raise UsageError(f"too deeply nested; {_HINT}") from None
    for node in _nodes(tree):
        kind = str(node.get("type", ""))
        if kind.endswith("_NODE") and kind not in _QUERY_NODES:
            raise UsageError(f"give one SELECT and nothing that writes; {_HINT}")
        if kind == "TABLE_FUNCTION" and node["function"].get("function_name") not in _TABLE_FUNCTIONS:
            raise UsageError(f"only the views can be read; {_HINT}")
    return statements[0]


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, without recursion."""
    rest = [tree]
    while rest:
        node = rest.pop()
        if isinstance(node, dict):
            yield node
            rest.extend(node.values())
        elif isinstance(node, list):
            rest.extend(node)


def _fetched(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while rows := connection.fetchmany(_ROWS_AT_A_TIME):
        yield from rows


def _in_one_line(error: duckdb.Error, seconds: float) -> ArchiveError:
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    match error:
        case duckdb.InterruptException():
            return ArchiveError(f"not answered within {seconds:g} seconds; ask for less, or allow more with --timeout")
        case duckdb.OutOfMemoryException():
            return ArchiveError(f"more than {MEMORY_LIMIT} of memory would be needed; ask for less")
        case duckdb.PermissionException():
            return UsageError(f"only the views can be read ({said}); {_HINT}")
        case duckdb.IOException():
            return ArchiveError(f"{said}; delete that table and replay its WARC file")
    return UsageError(f"{said}; {_HINT}")
