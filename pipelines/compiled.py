"""The inner loops of the splitter as mypyc compiles them, used where they were made from the sources as they are now.

The modules are plain Python. `python -m compiling` compiles them into `pipelines/_compiled`; without that folder, for
another Python, after any change of a source, and where PIPELINES_COMPILED is `no`, they run as they are written.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

MODULES = (
    "split/blocks.py",
    "split/claims.py",
    "split/containers.py",
    "split/document.py",
    "split/ending.py",
    "split/features.py",
    "split/headline.py",
    "split/html_article.py",
    "split/html_bounds.py",
    "split/html_head.py",
    "split/html_runs.py",
    "split/leftovers.py",
    "split/marks.py",
    "split/prose.py",
    "split/splitter.py",
    "split/story_head.py",
    "split/story_place.py",
    "split/structured.py",
    "widgets/cards.py",
    "widgets/html_list.py",
    "widgets/meta_lines.py",
    "widgets/page_regions.py",
    "widgets/page_words.py",
    "widgets/story_groups.py",
)
GROUP = "pipelines"
SUFFIX = EXTENSION_SUFFIXES[0]
SOURCES = Path(__file__).parent
FOLDER = SOURCES / "_compiled"
MADE_FROM = "made-from"
"""The file that has the digest of the sources."""
_CODE = f"{GROUP}__mypyc"
"""The module in which mypyc puts the code of all; theirs only ask it for themselves."""


def digest(sources: Path = SOURCES) -> str:
    """Of the sources, in hexadecimal."""
    told = hashlib.sha256()
    for name in MODULES:
        told.update(f"{name}\0".encode() + (sources / name).read_bytes() + b"\0")
    return told.hexdigest()


def is_current(folder: Path = FOLDER, sources: Path = SOURCES) -> bool:
    """Whether the folder has what this Python can load, made from the sources as they are."""
    made_from = folder / MADE_FROM
    if not made_from.is_file() or not (folder / f"{_CODE}{SUFFIX}").is_file():
        return False
    return made_from.read_text(encoding="ascii") == digest(sources)


@cache
def in_use() -> bool:
    """Whether this process runs the compiled modules; they are made ready when it first asks."""
    if os.environ.get("PIPELINES_COMPILED") == "no" or not is_current():
        return False
    spec = spec_from_file_location(_CODE, FOLDER / f"{_CODE}{SUFFIX}")
    if spec is None or spec.loader is None:
        return False
    sys.modules[_CODE] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[_CODE])
    return True


def search_path(package: str, folders: Iterable[str]) -> list[str]:
    """Where Python is to look for the package's modules."""
    return [str(FOLDER / GROUP / package), *folders] if in_use() else list(folders)
