"""The data dictionary, made from the dataclasses, the views and the kinds: `python -m pipelines.store.dictionary`."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path

from pipelines.store.catalog import open_catalog
from pipelines.store.kinds import KINDS, PROOFS
from pipelines.store.page_csv import CSV_COLUMNS
from pipelines.store.schema import TABLES, Row
from pipelines.store.views import VIEWS

PATH = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
_COLLECTION = "the collection: the folder under `WARCS_DIR` where the table stands"
_TYPES: dict[object, str] = {
    str: "text",
    int: "integer",
    bool: "boolean",
    datetime: "timestamp (UTC, microseconds)",
    list[str]: "list of text",
}

_HEAD = """# Data dictionary

<!-- Made by `python -m pipelines.store.dictionary`; a test fails when it is out of date. -->

Every WARC file `NAME` of a collection has four Parquet files, `tables/{captures,pages,articles,widgets}/NAME.parquet`, with
rows in the order of the records' offsets. The views of the same names (`scrapy query`) are all of these over all
collections, with one column more: `collection`. The other views are made from them. Those whose names end in `_captures` have a
row for each capture that shows a value; those of the same names without it have a row for each interval for which it was
shown ([examples](queries.md)).

A column is null where the page does not state the value; columns marked *never null* always have one. Texts are valid
Unicode without NUL: a lone surrogate or a NUL of a page is stored as U+FFFD. Rows that a replay makes are the same, byte
for byte, for the same record and the same `splitter_version`."""

_PAGE_JSON = """## A page as JSON

`scrapy split` prints one object, `-o pages.jsonl` and `replay -O` write one a line:

    {"url", "captured_at", "article", "widgets", "chrome"}

Times are ISO 8601, with an offset where the zone is known. `article` is null, or has `headline`, `dek`, `authors`, `agency`,
`published`, `updated`, `section`, `language`, `tags`, `blocks`, `text`, `images` and `canonical_url`. A widget has the columns
of `widgets` from `kind` on, with `data` as JSON and not as text. Blocks are `{kind, text}`, images `{src, alt, caption}`. In a
feed an object has these fields too, named as the columns: `station`, `warc_file`, `warc_offset`, `record_id`,
`payload_digest`, `splitter_version`."""


def data_dictionary() -> str:
    """The whole document, in Markdown."""
    return "\n\n".join([_HEAD, *_tables(), *_views(), _kinds(), _proofs(), _PAGE_JSON, _csv()]) + "\n"


def _tables() -> Iterator[str]:
    for table, row in TABLES.items():
        yield f"## {table}\n\n{(row.__doc__ or '').strip()}\n\n{_grid(('column', 'type', 'meaning'), _columns(row))}"


def _columns(row: type[Row]) -> Iterator[tuple[str, str, str]]:
    hints = typing.get_type_hints(row)
    for column in fields(row):
        arms = typing.get_args(hints[column.name])
        nullable = type(None) in arms
        kind = _TYPES[next(arm for arm in arms if arm is not type(None)) if nullable else hints[column.name]]
        yield f"`{column.name}`", kind if nullable else f"{kind}, never null", column.metadata["doc"]


def _views() -> Iterator[str]:
    meanings = {"collection": _COLLECTION} | {
        column.name: column.metadata["doc"] for row in reversed(TABLES.values()) for column in fields(row)
    }
    with open_catalog(Path("no-such-folder")) as catalog:
        for name, view in VIEWS.items():
            described = catalog.execute(f"DESCRIBE {name}").fetchall()
            rows = [(f"`{column}`", kind, (meanings | view.columns)[column]) for column, kind, *_ in described]
            yield f"## {name}\n\nA view. {view.row}.\n\n{_grid(('column', 'type', 'meaning'), rows)}"


def _kinds() -> str:
    rows = [(f"`{name}`", kind.what, kind.data) for name, kind in KINDS.items()]
    return f"## Kinds of widgets\n\nNames in `data` are snake_case; a value that the page does not state is null.\n\n{_grid(('kind', 'what it is', '`data`'), rows)}"


def _proofs() -> str:
    return f"## Proof of a decoded table\n\n{_grid(('`proof`', 'meaning'), [(f'`{name}`', what) for name, what in PROOFS.items()])}"


def _csv() -> str:
    rows = [(f"`{name}`", what) for name, what in CSV_COLUMNS.items()]
    return f"## A page in CSV\n\nOne line a page, empty where a value is null.\n\n{_grid(('column', 'meaning'), rows)}"


def _grid(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    PATH.write_text(data_dictionary(), encoding="utf-8")
