"""`python -m split_digests`: how this process splits pages, as JSON: whether it is compiled, and a digest by page.

The pages are the golden captures, the unseen half of the short news, and mutations of both.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator

from faults.fuzzing import Mutations
from golden.write import CAPTURE, FOLDER, replayed

from benchmarks.split.pages import unseen_news_pages
from pipelines import compiled
from pipelines.errors import ArchiveError
from pipelines.split import split

MUTATED = 300
URL = "http://news.example/story"


def main() -> None:
    """Split everything and print."""
    digests = {name: _digest(said) for name, said in _said()}
    sys.stdout.write(json.dumps({"compiled": compiled.in_use(), "pages": digests}))


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


def _said() -> Iterator[tuple[str, str]]:
    for path in sorted(FOLDER.glob(f"*/*/{CAPTURE}")):
        yield str(path.parent), json.dumps(replayed(path))
    pages = [page.body for page in unseen_news_pages()]
    for number, page in enumerate(pages):
        yield f"news {number}", repr(split(page, url=URL))
    mutations = Mutations(pages)
    for number in range(MUTATED):
        try:
            yield f"mutation {number}", repr(split(mutations.make(number), url=URL))
        except ArchiveError as error:
            yield f"mutation {number}", repr(error)


if __name__ == "__main__":
    main()
