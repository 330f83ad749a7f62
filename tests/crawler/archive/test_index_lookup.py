"""Looking URLs up in an index on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.archive import lookup
from crawler.archive.lookup import IndexReader

KEYS = st.text(alphabet="ab!)/ ~é", min_size=1, max_size=6).map(lambda text: text.replace(" ", "%20"))
LINES = st.lists(st.tuples(KEYS, st.integers(0, 30), st.integers(0, 300)), max_size=60)


def write(path: Path, entries: list[tuple[str, int, int]]) -> list[bytes]:
    lines = sorted({f"{key} {20260300000000 + day} {{{'x' * size}}}\n".encode() for key, day, size in entries})
    path.write_bytes(b"".join(lines))
    return lines


@given(entries=LINES, others=st.lists(KEYS, max_size=5), step=st.sampled_from([4, 7, 64, 4096]))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_key_is_found_and_no_other(
    entries: list[tuple[str, int, int]], others: list[str], step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "_STEP", step)
    monkeypatch.setattr(lookup, "_FEW_BYTES", step)
    path = tmp_path / "index.cdxj"
    lines = write(path, entries)
    with IndexReader(path) as index:
        for key in {*(key for key, _, _ in entries), *others}:
            wanted = [line[:-1] for line in lines if line.startswith(key.encode() + b" ")]
            assert index.newest(key) == wanted[::-1]


@given(entries=LINES, target=KEYS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_position_is_that_of_the_first_line_not_less(
    entries: list[tuple[str, int, int]], target: str, tmp_path: Path
) -> None:
    path = tmp_path / "index.cdxj"
    lines = write(path, entries)
    before = sum(len(line) for line in lines if line < target.encode())
    with IndexReader(path) as index:
        assert index.position(target.encode()) == before


def test_an_index_that_is_not_there_is_empty(tmp_path: Path) -> None:
    with IndexReader(tmp_path / "index.cdxj") as index:
        assert index.newest("com,example)/") == []


def test_of_a_url_captured_for_years_the_newest_are_read(tmp_path: Path) -> None:
    path = tmp_path / "index.cdxj"
    lines = write(path, [("com,example)/", day, 200) for day in range(5000)] + [("com,example)/z", 1, 10)])
    with IndexReader(path) as index:
        newest = index.newest("com,example)/")
        assert newest == [line[:-1] for line in lines if line.startswith(b"com,example)/ ")][::-1][: len(newest)]
        assert 200 < len(newest) < 300
        assert index.bytes_read < 200_000


def test_a_look_up_reads_little_of_a_large_index(tmp_path: Path) -> None:
    path = tmp_path / "index.cdxj"
    with path.open("w") as file:
        for number in range(200_000):
            file.write(f"com,example)/{number:07d} 20260303000000 {{{'x' * 180}}}\n")
    with IndexReader(path) as index:
        assert len(index.newest("com,example)/0123456")) == 1
        assert index.newest("com,example)/0123456a") == []
        assert index.bytes_read < 2 * 130_000  # log2 of the size in blocks of 4 kB, and at most 64 kB of lines
    assert path.stat().st_size > 40_000_000
