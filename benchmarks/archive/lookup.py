"""Looking URLs up in an index of five million lines, and merging a run's lines into it."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from statistics import median

from crawler.archive import cdxj
from crawler.archive.lookup import IndexReader

LINES, LOOK_UPS, NEW = 5_000_000, 500, 200
_LINE = (
    'example,station)/news/{0:08d} 20260303101112 {{"url": "https://station.example/news/{0:08d}", "mime": "text/html",'
    ' "status": "200", "digest": "sha256:{0:064x}", "length": "51234", "offset": "{0}", "filename":'
    ' "station-20260303-00000.warc.gz"}}\n'
)


def measure() -> list[str]:
    """A line for the look-ups, of which half find nothing, and a line for the merge of a run of 200 captures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index.cdxj")
        with path.open("w") as file:
            file.writelines(_LINE.format(2 * number) for number in range(LINES))
        size = path.stat().st_size
        times, read = [], []
        for number in random.Random(1).sample(range(2 * LINES), LOOK_UPS):
            began = time.process_time()
            with IndexReader(path) as index:
                found = index.newest(f"example,station)/news/{number:08d}")
                read.append(index.bytes_read)
            times.append(time.process_time() - began)
            assert len(found) == 1 - number % 2
        new = [_LINE.format(number).encode() for number in random.Random(2).sample(range(1, 2 * LINES, 2), NEW)]
        began = time.process_time()
        cdxj.merge(path, new)
        merged = time.process_time() - began
        assert path.stat().st_size == size + sum(map(len, new))
    what = f"looking a URL up in {LINES:,} lines ({size / 1e9:.2f} GB): {median(times) * 1e6:.0f} µs"
    return [
        f"{what}, {median(read) / 1000:.0f} kB read, at most {max(read) / 1000:.0f}",
        f"merging {NEW} lines into it: {merged:.2f} s",
    ]
