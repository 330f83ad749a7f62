"""The reader of plain text: every line that is not blank is a run."""

from __future__ import annotations

import re

from pipelines.errors import PageTooLargeError
from pipelines.split.decode import decode_text
from pipelines.split.document import Document, Head, Run

MAX_BYTES = 20_000_000
_LINE_END = re.compile(r"\r\n|\r|\n")
_GAP = re.compile(r"\t+|\s{2,}")


def read_text(body: bytes | str, content_type: str | None = None, url: str | None = None) -> Document:
    """Read a text extraction or a WET record. A run's `text` is folded; `pieces` are what tabs or wider gaps part.

    Raises EncodingError (see `decode_text`) and PageTooLargeError.
    """
    if len(body) > MAX_BYTES:
        raise PageTooLargeError(f"text of {len(body)} bytes is past the {MAX_BYTES} that a split accepts")
    runs: list[Run] = []
    for number, line in enumerate(_LINE_END.split(decode_text(body, content_type)), 1):
        folded = " ".join(line.split())
        if folded:
            pieces = [" ".join(piece.split()) for piece in _GAP.split(line) if piece.strip()]
            runs.append(Run(len(runs), folded, pieces, "line", line=number))
    return Document(runs=runs, elements=[], pictures=[], head=Head(), url=url, is_html=False)
