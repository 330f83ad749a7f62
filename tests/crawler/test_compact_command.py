"""`scrapy compact`, from its words to its exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from e2e.running import scrapy
from store_samples import page, write_pages


@pytest.fixture
def warcs(tmp_path: Path) -> Path:
    for number in (1, 2):
        write_pages(tmp_path / "wxyz" / "tables", page(warc_file=f"wxyz-2021030{number}-00000.warc.gz"))
    return tmp_path


def test_all_collections_or_those_that_are_named(warcs: Path) -> None:
    done = scrapy("compact", "-s", f"WARCS_DIR={warcs}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{warcs}/wxyz: 1 months compacted, 0 were already\n"
    again = scrapy("compact", "wxyz", "-s", f"WARCS_DIR={warcs}")
    assert again.stdout == f"{warcs}/wxyz: 0 months compacted, 1 were already\n"
    wrong = scrapy("compact", "nowhere", "-s", f"WARCS_DIR={warcs}")
    assert (wrong.returncode, wrong.stdout, len(wrong.stderr.splitlines())) == (2, "", 1)


def test_a_table_that_cannot_be_read_is_one_line_and_status_3(warcs: Path) -> None:
    bad = warcs / "wxyz" / "tables" / "pages" / "wxyz-20210301-00000.warc.gz.parquet"
    bad.write_bytes(b"no")
    done = scrapy("compact", warcs / "wxyz")
    assert done.returncode == 3
    assert [str(bad) in line for line in done.stderr.splitlines()] == [True]
