"""The list of pages in a WACZ: one JSON line for each row of `pages`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import cast

from crawler.archive.collection import Collection, final_name
from pipelines.errors import ArchiveError
from pipelines.store.parquet import iter_rows, table_state
from pipelines.store.schema import ArticleRow, PageRow


def page_lines(home: Collection, files: list[Path], *, text: bool) -> Iterator[bytes]:
    """The header line, and a line for each page of `files` in their order. Files of the collection `home` have tables;
    for those that have none, they are made for the time being, by a replay."""
    header = {"format": "json-pages-1.0", "id": "pages", "title": "Pages", "hasText": text}
    yield _line(header)
    with ExitStack() as stack:
        without = [path for path in files if not _has_tables(home, path)]
        made = _replayed(without, stack) if without else home
        for path in files:
            yield from _of_file(made if path in without else home, path, text=text)


def _has_tables(home: Collection, path: Path) -> bool:
    return path.resolve().parent == home.archive and table_state(home.tables, final_name(path)) is not None


def _replayed(files: list[Path], stack: ExitStack) -> Collection:
    from crawler.replay.run import replay  # with all that splits pages, which nothing else here needs

    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="wacz-"))
    made = Collection(Path(folder))
    report = replay(files, into=made)
    if report.stopped:
        raise ArchiveError("stopped while the list of pages was being made; nothing is written")
    return made


def _of_file(collection: Collection, path: Path, *, text: bool) -> Iterator[bytes]:
    articles = iter_rows(collection.tables, "articles", final_name(path)) if text else iter(())
    article = cast("ArticleRow | None", next(articles, None))
    for row in iter_rows(collection.tables, "pages", final_name(path)):
        page = cast(PageRow, row)
        # Both tables are in the order of offsets.
        while article is not None and article.warc_offset < page.warc_offset:
            article = cast("ArticleRow | None", next(articles, None))
        has_text = article is not None and article.warc_offset == page.warc_offset
        yield _page_line(page, article.text if has_text and article else None)


def _page_line(page: PageRow, text: str | None) -> bytes:
    fields = {
        "id": page.record_id.strip("<>").rpartition(":")[2],
        "url": page.url,
        "ts": page.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ"),  # to the second, as in the index
        "title": page.title,
        "text": text,
    }
    return _line({name: value for name, value in fields.items() if value is not None})


def _line(fields: dict[str, object]) -> bytes:
    return (json.dumps(fields, ensure_ascii=False) + "\n").encode()
