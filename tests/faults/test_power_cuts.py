"""What a power cut may leave at the end of a file that was being written."""

from __future__ import annotations

import pytest
from made_warcs import gzipped, record

from crawler.archive.mend import mend
from crawler.replay.records import Record, read_records


@pytest.mark.parametrize("zeros", [0, 1, 7, 100_000])
@pytest.mark.parametrize("cut", [0, 1, 17, 300])
def test_what_is_appended_after_mending_makes_a_sound_file(cut, zeros, tmp_path):
    parts = gzipped([record(number=number) for number in range(3)])
    path = tmp_path / "made.warc.gz.open"
    path.write_bytes(parts[0] + parts[1] + parts[2][:cut] + bytes(zeros))
    mended = mend(path)
    assert not mended.damaged
    assert mended.size == path.stat().st_size == len(parts[0] + parts[1])
    assert mended.cut == cut + zeros
    with path.open("ab") as file:
        file.write(parts[2])
    with path.open("rb") as file:
        assert [type(each) for each in read_records(file)] == [Record] * 3


def test_a_file_of_zeros_is_empty(tmp_path):
    path = tmp_path / "made.warc.gz.open"
    path.write_bytes(bytes(5000))
    assert mend(path).size == 0
