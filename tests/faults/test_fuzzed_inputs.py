"""Mutated archives and pages: no crash, no hang, bounded memory; and nothing in a package leads out of its folder."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from e2e.running import ROOT
from faults.fuzzing import SECONDS
from faults.scale import scaled
from made_warcs import arc, gzipped, record, written

from crawler.archive.collection import Collection
from crawler.replay.run import replay

SHARED_DATA = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
_PEAK = 700_000_000
"""Bytes: the interpreter with its libraries is 200 MB, and a block of 32 MiB and what it decodes to are held at once."""
# Of 200,000 in all: (kind, batches, inputs in a batch).
_BATCHES = [
    (kind, batch, inputs)
    for kind, batches, inputs in [
        ("records", scaled(1, 16), scaled(1000, 8500)),
        ("package", scaled(1, 4), scaled(300, 4000)),
        ("page", scaled(1, 16), scaled(200, 3000)),
    ]
    for batch in range(batches)
]


@pytest.mark.skipif(not SHARED_DATA.is_dir(), reason=f"no test data at {SHARED_DATA}")
@pytest.mark.parametrize(("kind", "batch", "inputs"), _BATCHES)
def test_mutated_inputs(kind, batch, inputs):
    words = [
        sys.executable,
        "-m",
        "faults.fuzzing",
        kind,
        str(batch * inputs),
        str((batch + 1) * inputs),
        str(SHARED_DATA),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    found = json.loads(done.stdout)
    print(kind, batch, found)  # noqa: T201 - with -s
    assert sum(found["outcomes"].values()) == inputs
    assert len(found["outcomes"]) > 1, "all came to the same: nothing was tried"
    assert found["slowest"][0] < SECONDS, f"{kind} {found['slowest'][1]}"
    assert found["peak"] < _PEAK


def _package(names: list[str], mode: int | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number, name in enumerate(names):
            entry = zipfile.ZipInfo("archive/x.warc.gz")
            entry.filename = name  # as it is: ZipInfo would take out what is wrong with it
            if mode is not None:
                entry.external_attr = mode << 16
            package.writestr(entry, gzipped([record(number=number)])[0])
        package.writestr("datapackage.json", "{}")
    return out.getvalue()


_ESCAPES = [
    ["archive/../../../evil.warc.gz"],
    ["../archive/evil.warc.gz"],
    ["/archive/evil.warc.gz"],
    ["archive/.."],
    ["archive/..\\..\\evil.warc.gz"],
    ["archive/C:\\evil.warc.gz"],
    ["archive/evil.warc.gz\0.txt"],
    ["archive/evil/../../x.warc.gz"],
    ["archive/" + "e" * 5000 + ".warc.gz"],
    ["archive/one.warc.gz", "archive/../two.warc.gz"],
]


@pytest.mark.parametrize("names", _ESCAPES)
def test_a_package_cannot_write_outside(names, tmp_path):
    _stays_inside(tmp_path, "package.wacz", [_package(names)])


def test_a_link_in_a_package_is_not_followed(tmp_path):
    _stays_inside(tmp_path, "package.wacz", [_package(["archive/link.warc.gz"], mode=0o120777)])


@pytest.mark.parametrize("url", ["http://x/../../../evil", "file:///etc/passwd", "filedesc://../../evil.arc"])
def test_an_arc_file_cannot_write_outside(url, tmp_path):
    parts = [part.replace(b"http://news.example/0", url.encode()) for part in arc([b"<p>Hello"])]
    parts[0] = parts[0].replace(b"filedesc://made.arc", b"filedesc://../../../evil.arc")
    _stays_inside(tmp_path, "made.arc", parts)


@pytest.mark.parametrize("name", ["../../evil", "/tmp/evil", "..", "a/b\\c"])  # noqa: S108 - not to be written
def test_a_warc_file_cannot_write_outside(name, tmp_path):
    info = record(b"filename: x\r\n", kind="warcinfo", uri="", fields=[f"WARC-Filename: {name}"])
    _stays_inside(tmp_path, "made.warc", [info, record(number=2)])


def _stays_inside(folder: Path, name: str, parts: list[bytes]) -> None:
    (folder / "there").mkdir()
    given = written(folder / "given" / "deep" / name, parts)
    target = Collection(folder / "there" / "warcs" / "collection")
    before = {path for path in folder.rglob("*") if target.path not in path.parents}
    report = replay([given], into=target)
    after = {path for path in folder.rglob("*") if target.path not in path.parents}
    assert after - before <= {target.path, target.path.parent}
    written_there = [path for path in target.path.rglob("*") if path.is_file() and path.name != ".lock"]
    assert all(path.parent.parent == target.tables and path.suffix == ".parquet" for path in written_there)
    errors = [*report.errors, *(error for file in report.files for error in file.errors)]
    assert written_there or errors
    assert not any("\n" in error for error in errors)
