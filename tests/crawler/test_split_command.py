from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = "<h1>Council keeps the bridge</h1><p>Posted: Feb 3, 2020 8:34 AM</p>" + (
    "<p>The made-up council of Elmville voted on Monday to keep the old bridge open for one more year, it said.</p>" * 3
)


def run(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "split", *words],
        input=stdin, capture_output=True, timeout=60, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def test_a_page_becomes_one_json_object(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    done = run(
        str(path), "--url", "https://www.wthitv.com/x", "--captured-at", "2021-06-01T12:00:00", "--station", "WTHI"
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert list(found) == ["url", "captured_at", "article", "widgets", "chrome"]
    assert found["captured_at"] == "2021-06-01T12:00:00+00:00"
    assert found["article"]["headline"] == "Council keeps the bridge"
    assert found["article"]["published"] == "2020-02-03T08:34:00-05:00"


def test_standard_input_with_a_declared_charset():
    done = run("-", "--content-type", "text/plain; charset=latin-1", stdin="Caf\u00e9".encode("latin-1"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["chrome"][0]["text"] == "Caf\u00e9"


@pytest.mark.parametrize(("words", "status", "said"), [
    (["no-such-file"], 1, "no-such-file: No such file or directory"),
    (["."], 1, ".: Is a directory"),
    (["/dev/null"], 1, "/dev/null: the file is empty"),
    (["-"], 1, "standard input: the file is empty"),
    ([], 2, "one FILE"),
    (["a", "b"], 2, "one FILE"),
    (["pyproject.toml", "--captured-at", "yesterday"], 2, "not a time"),
    (["pyproject.toml", "--station", "nowhere"], 2, "no station"),
    (["pyproject.toml", "--bogus"], 2, "--bogus"),
])  # fmt: skip
def test_bad_words_and_bad_files_are_one_line(words, status, said):
    done = run(*words)
    lines = done.stderr.decode().strip().splitlines()
    assert done.returncode == status, lines
    assert said in "\n".join(lines)
    assert b"Traceback" not in done.stderr
    assert done.stdout == b"" or b"Usage" in done.stdout
    assert status == 2 or len(lines) == 1


def test_text_in_an_unknown_encoding_names_file_and_offset(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(b"abc\xe9")
    done = run(str(path))
    assert done.returncode == 1
    assert f"{path}: at byte 3: not UTF-8" in done.stderr.decode()
