"""The questions of docs/queries.md, asked of the demo station's two visits, are answered as the document says."""

from __future__ import annotations

import re

import pytest
from doc_examples import Example, examples
from e2e.running import Demo, scrapy

pytestmark = pytest.mark.xdist_group("demo")

# What another crawl of the same pages has otherwise: times, the day in the file's name, offsets, record ids, the port.
_OF_THE_RUN = re.compile(
    r"\d{4}-\d\d-\d\d(?:T[\d:.+]+)?|\b\d+:\d\d:\d\d(?:\.\d+)?|(?<=wdemo-)\d{8}|\d+(?=,<urn)|(?<=urn:uuid:)[0-9a-f-]+|(?<=127\.0\.0\.1:)\d+"
)


def _lines(output: str) -> list[str]:
    header, *rows = [_OF_THE_RUN.sub("#", line) for line in output.splitlines()]
    return [header, *sorted(rows)]  # equally long is in any order


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.title)
def test_an_example_answers_what_the_document_says(demo: Demo, example: Example) -> None:
    done = scrapy("query", *example.words, "-s", f"WARCS_DIR={demo.warcs}")
    assert (done.returncode, done.stderr) == (0, "")
    assert _lines(done.stdout) == _lines(example.output)
