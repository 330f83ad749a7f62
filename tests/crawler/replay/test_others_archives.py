"""Every archive file of other tools that lies in the shared data is replayed, or refused in one clear line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawler.archive.collection import Collection
from crawler.replay.run import replay

FOLDER = Path(os.environ.get("SHARED_DATA", "../shared/data")) / "warc"
FAILED = {"clipped.warc.gz", "invalid_example_1.wacz"}
INCOMPLETE = {"badexample.arc.gz", "bad.arc", "example-space-in-url.arc", "example-trunc.warc"}
PAGES = {
    "example.arc": 1,
    "example.arc.gz": 1,
    "example-wrong-chunks.warc.gz": 1,
    "example-url-agnostic-orig.warc.gz": 1,
    "clueweb-quirk.warc.gz": 29,
    "warcfile.warc": 16,
    "warcfile.warc.gz": 16,
    "warcfile.warc.lz4": 16,
    "whirlwind.warc.wet": 1,
    "whirlwind.warc.wat": 0,
    "quotes.wacz": 20,
    "valid_example_1.wacz": 1,
}


needs_data = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the shared data is not at {FOLDER}: set SHARED_DATA")
PROJECTS = sorted(folder.name for folder in FOLDER.iterdir()) if FOLDER.is_dir() else ["none"]


@needs_data
@pytest.mark.parametrize("project", PROJECTS)
def test_every_file_is_replayed_or_refused(project, tmp_path):
    """With REPLAY_TABLE=FILE a line for each file is appended to FILE."""
    for number, file in enumerate(sorted((FOLDER / project).iterdir())):
        report = replay([file], into=Collection(tmp_path / str(number)))
        expected = 1 if file.name in FAILED else 3 if file.name in INCOMPLETE else 0
        assert report.exit_status == expected, (file.name, report.all_errors)
        assert (report.exit_status == 0) == (not report.all_errors)
        assert all("\n" not in error and str(file) in error for error in report.all_errors)
        if file.name in PAGES:
            assert report.total("pages") == PAGES[file.name], file
        if table := os.environ.get("REPLAY_TABLE"):
            with Path(table).open("a") as out:
                out.write(_line(file, report))


@needs_data
def test_no_file_is_missing():
    assert sum(file.is_file() for file in FOLDER.rglob("*")) == 50


def _line(file, report):
    def counts(name):
        return ", ".join(f"{key} {count}" for key, count in report.counts(name).most_common())

    errors = "<br>".join(error.replace(str(file), "").lstrip(": ").replace("|", "\\|") for error in report.all_errors)
    cells = [
        file.relative_to(FOLDER),
        sum(report.counts("records").values()),
        report.total("captures"),
        report.total("pages"),
        counts("reasons"),
        counts("leniencies"),
        errors,
        report.exit_status,
    ]
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


@needs_data
def test_the_same_records_in_all_compressions(tmp_path):
    found = []
    for name in ("warcfile.warc", "warcfile.warc.gz", "warcfile.warc.lz4"):
        report = replay([FOLDER / "chatnoir-eu+chatnoir-resiliparse" / name], into=Collection(tmp_path / name))
        (file,) = report.files
        found.append((file.records, file.captures, file.pages, file.articles, file.widgets, file.reasons))
    assert found[0] == found[1] == found[2]
