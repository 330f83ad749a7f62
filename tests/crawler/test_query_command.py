"""`scrapy query`: the command, from its words to its exit status."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from store_samples import article, page, write_pages

from pipelines.items import Widget

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def warcs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warcs")
    rows = [{"county": "Vigo", "cases": 5, "deaths": 1}, {"county": "Clay", "cases": 2, "deaths": None}]
    table = Widget("case_table", data={"region": "Indiana", "rows": rows}, proof="cells")
    hostile = article("\x1b]0;owned\x07 [bold]text", headline="=1+1, \x1b[31m\n[link=x]")
    write_pages(folder / "wxyz" / "tables", page(1, article=article(), widgets=[table]), page(2, article=hostile))
    return folder


def query(*words: str, warcs: Path | None = None) -> subprocess.CompletedProcess[str]:
    settings = [] if warcs is None else ["-s", f"WARCS_DIR={warcs}"]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "query", *settings, *words],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def test_an_answer_in_each_form(warcs: Path) -> None:
    sql = "SELECT county, cases, deaths, captured_at, [1.5, NULL] AS list, sum(cases) OVER () AS total FROM case_counts ORDER BY 1"
    table = query(sql, warcs=warcs)
    assert (table.returncode, table.stderr) == (0, "")
    assert [word in table.stdout for word in ("county", "Vigo", "2021-03-01T12:00:00.000250+00:00")] == [True] * 3
    lines = query("--json", sql, warcs=warcs)
    assert [json.loads(line) for line in lines.stdout.splitlines()] == [
        {"county": county, "cases": cases, "deaths": deaths, "captured_at": at, "list": [1.5, None], "total": 7}
        for county, cases, deaths in (("Clay", 2, None), ("Vigo", 5, 1))
        for at in ["2021-03-01T12:00:00.000250+00:00"]
    ]
    rows = list(csv.reader(query("--csv", sql, warcs=warcs).stdout.splitlines()))
    assert rows[0] == ["county", "cases", "deaths", "captured_at", "list", "total"]
    assert rows[1] == ["Clay", "2", "", "2021-03-01T12:00:00.000250+00:00", "[1.5, null]", "7"]


def test_what_a_page_wrote_cannot_command_the_terminal(warcs: Path) -> None:
    done = query("SELECT headline, text FROM articles", warcs=warcs)
    assert done.returncode == 0
    assert not {"\x1b", "\x07"} & set(done.stdout)
    assert "[bold]text" in done.stdout
    kept = query("--json", "SELECT headline FROM articles WHERE warc_offset = 2", warcs=warcs)
    assert json.loads(kept.stdout) == {"headline": "=1+1, \x1b[31m\n[link=x]"}


def test_a_long_answer_is_cut_for_the_eye_only(warcs: Path) -> None:
    table = query("FROM range(250)", warcs=warcs)
    assert table.stdout.endswith("The first 100 rows; --csv or --json prints all.\n")
    assert len(query("--json", "FROM range(250)", warcs=warcs).stdout.splitlines()) == 250


def test_without_an_archive_there_are_no_rows(tmp_path: Path) -> None:
    done = query("--csv", "FROM article_versions", warcs=tmp_path / "none")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("collection,station,article_id,url,version,")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["SELECT * FROM nowhere"], 2, "nowhere does not exist"),
        (["COPY pages TO '/tmp/never'"], 2, "give one SELECT"),
        (["FROM read_csv('/etc/passwd')"], 2, "only the views can be read"),
        ([], 2, "give one question"),
        (["SELECT 1", "SELECT 2"], 2, "give one question"),
        (["--jsn", "SELECT 1"], 2, "--jsn"),
        (["--timeout", "soon", "SELECT 1"], 2, "invalid float value"),
        (["-s", "LOG_LEVEL", "SELECT 1"], 2, "Invalid -s value"),
        (["SELECT\n  nothing\nFROM pages"], 2, "nothing"),
        (["--json", "--csv", "SELECT 1"], 2, "not allowed with"),
        (["--timeout", "0", "SELECT 1"], 2, "--timeout is to be more than 0"),
        (
            ["--timeout", "0.2", "SELECT count(*) FROM range(10000000000) a, range(100000) b"],
            1,
            "not answered within 0.2",
        ),
        (["SELECT length(repeat('x', 3000000000))"], 1, "of memory would be needed"),
    ],
)
def test_what_goes_wrong_is_one_line_and_a_status(warcs: Path, words: list[str], status: int, said: str) -> None:
    done = query(*words, warcs=warcs)
    assert (done.returncode, done.stdout) == (status, "")
    assert len(done.stderr.splitlines()) == 1
    assert said in done.stderr


def test_a_reader_that_leaves_early_is_no_failure(warcs: Path) -> None:
    command = f"{sys.executable} -m scrapy query -s WARCS_DIR={warcs} --csv 'FROM range(3000000)' | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "range\n", "")


def test_the_help_shows_an_example_that_works(warcs: Path) -> None:
    text = " ".join(query("--help").stdout.split())
    example = text.split('scrapy query "')[1].split('"')[0]
    assert query(example, warcs=warcs).returncode == 0
