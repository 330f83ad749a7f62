"""The splitter compiled and as Python: the same splits, and a compiled one never of other sources than these."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from e2e.running import ROOT

from pipelines import compiled

SPLIT = "from pipelines.split import split, splitter; from pipelines import compiled; split(b'<p>A'); print(compiled.in_use(), splitter.__file__)"
needs_compiled = pytest.mark.skipif(not compiled.in_use(), reason="the splitter is not compiled: make compiled")


def python(*words: str, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(root), str(ROOT / "tests")])
    inherited = {key: value for key, value in os.environ.items() if key not in ("PIPELINES_COMPILED", "CC")}
    return subprocess.run(
        [sys.executable, *words],
        cwd=root,
        env={**inherited, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def tree(folder: Path, *, with_compiled: bool) -> Path:
    """A copy of the code, to be changed."""
    without = shutil.ignore_patterns("__pycache__", *(() if with_compiled else (f"{compiled.FOLDER.name}*",)))
    for package in ("pipelines", "compiling"):
        shutil.copytree(ROOT / package, folder / package, ignore=without)
    return folder


@needs_compiled
def test_compiled_and_python_split_alike():
    said = [python("-m", "split_digests"), python("-m", "split_digests", PIPELINES_COMPILED="no")]
    assert [each.returncode for each in said] == [0, 0], "".join(each.stderr[-2000:] for each in said)
    first, second = (json.loads(each.stdout) for each in said)
    assert (first["compiled"], second["compiled"]) == (True, False)
    assert len(first["pages"]) > 300
    assert first["pages"] == second["pages"]


@needs_compiled
@pytest.mark.parametrize("name", compiled.MODULES)
def test_after_a_change_of_a_source_it_is_not_current(name, tmp_path):
    for each in compiled.MODULES:
        (tmp_path / each).parent.mkdir(exist_ok=True)
        shutil.copy(compiled.SOURCES / each, tmp_path / each)
    assert compiled.is_current(sources=tmp_path)
    with (tmp_path / name).open("a") as source:
        source.write("# changed\n")
    assert not compiled.is_current(sources=tmp_path)


@needs_compiled
def test_what_is_not_current_is_not_run(tmp_path):
    root = tree(tmp_path, with_compiled=True)
    used, file = python("-c", SPLIT, root=root).stdout.split()
    assert used == "True"
    assert file.endswith(compiled.SUFFIX)
    with (root / "pipelines" / "split" / "splitter.py").open("a") as source:
        source.write("# changed\n")
    assert python("-c", SPLIT, root=root).stdout.split() == ["False", str(root / "pipelines" / "split" / "splitter.py")]


@needs_compiled
def test_another_python_does_not_run_it(tmp_path):
    assert compiled.is_current()
    (tmp_path / compiled.MADE_FROM).write_text(compiled.digest())
    assert not compiled.is_current(folder=tmp_path)


def test_without_a_compiler_it_says_so_and_runs_as_python(tmp_path):
    root = tree(tmp_path, with_compiled=False)
    done = python("-m", "compiling", root=root, CC="no-such-compiler")
    assert done.returncode == 0
    assert done.stderr == (
        "no C compiler (no-such-compiler): the splitter is not compiled and runs as Python, which is slower\n"
    )
    assert python("-c", SPLIT, root=root).stdout.split() == ["False", str(root / "pipelines" / "split" / "splitter.py")]


def test_every_module_that_is_compiled_is_there():
    assert [name for name in compiled.MODULES if not (compiled.SOURCES / name).is_file()] == []
