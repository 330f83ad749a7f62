"""What no kind claims behind the article of a text: a table under a title is a `data_table`, lines under a title are `unknown`.

Footers and menus are neither: they are chrome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.cells.grid import line_cells
from pipelines.split.document import Document, Found, Run
from pipelines.widgets.bullets import bare
from pipelines.widgets.meta_lines import is_meta, without_age

LONGEST_TITLE = 80
_FOOTER = re.compile(
    r"\W*(?:privacy|terms (?:of|and|&)|(?:fcc|eeo|public)\b.{0,20}\b(?:file|report|applications?|information)|closed caption\w*|careers|jobs at|contact us|about us|advertise(?: with us)?|do not sell|cookie|copyright|©|\(c\) \d{4}|all rights reserved|site ?map|powered by|accessibility|back to top)\b",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"\W*(?:close|select|ok|cancel|sign ?up(?: now| here)?|subscribe(?: now)?|log ?(?:in|out)|register|share(?: .{1,20})?|tweet|e-?mail|print|order reprint.*|reprints?"
    r"|pinterest|reddit|linked ?in|google\+|facebook|twitter|instagram|you ?tube|copy (?:link|url)|embed(?: code)?|video link|thank(?:s| you) for.*|watch for us.*|play|pause|mute|unmute"
    r"|loading.*|skip .*|menu|search.*|home|on now|up next|posting as.*|report a (?:correction|typo).*|click here.*)\W*",
    re.IGNORECASE,
)
"""Words of buttons: they part what stands around them, and are of neither."""
_RULE = re.compile(r"[|:+ =-]*--[|:+ =-]*")
_FEWEST_OF_MENU, _WORDS_OF_MENU = 6, 3
_WORDS_OF_STORY = 5
_MOST_ROWS, _PROSE = 500, 80


def unseen(group: Sequence[Run]) -> Iterator[Found]:
    """The widgets among neighbouring lines that nothing else claims."""
    for part in _parts(group):
        table = _table(part)
        if table is not None:
            yield table
        elif len(part) > 1 and _is_title(part[0]) and not _is_menu(part):
            lines = [bare(line.text) for line in part[1:] if not is_meta(line.text)]
            kind = "headlines" if _are_stories(lines) else "unknown"
            data = [{"text": line, "href": None} for line in lines]
            why = "lines under a title, beside widgets"
            if len({line.casefold() for line in lines}) > 1:
                yield Found(kind, part[0].index, part[-1].index + 1, why, title=bare(part[0].text), data=data)


def titled_tables(document: Document) -> Iterator[Found]:
    """Titles with lines of three cells or more right below them, that no widget has claimed and no prose follows."""
    runs, at = document.runs, 0
    while at + 2 < len(runs):
        end = at + 1
        while (
            end < len(runs)
            and end not in document.claimed
            and len(line_cells(runs[end])) > 2
            and end - at <= _MOST_ROWS
        ):
            end += 1
        table = _table(runs[at:end]) if end - at > 2 and at not in document.claimed else None
        goes_on = end < len(runs) and len(runs[end].text) >= _PROSE and runs[end].text[-1] in '.!?"”'
        if table is not None and not goes_on:
            yield table
        at = end


def _parts(group: Sequence[Run]) -> Iterator[list[Run]]:
    """The lines parted where a footer begins, where a table's title stands, and where a line stands apart from close ones."""
    close = sum(1 for before, run in pairwise(group) if _gap(before, run) <= 1)
    part: list[Run] = []
    for at, run in enumerate(group):
        if _FOOTER.match(run.text):
            break
        if _BUTTON.fullmatch(run.text):
            if part:
                yield part
            part = []
            continue
        apart = bool(part) and _gap(part[-1], run) > 1 and close * 2 > len(group)
        heads = at + 2 < len(group) and len(line_cells(run)) == 1 and _is_table(group[at + 1 : at + 3])
        if part and (apart or heads) and not (len(part) == 1 and apart):
            yield part
            part = []
        part.append(run)
    if part:
        yield part


def _gap(before: Run, run: Run) -> int:
    return run.line - before.line if run.line is not None and before.line is not None else 1


def _is_title(run: Run) -> bool:
    return (
        len(run.text) <= LONGEST_TITLE
        and "|" not in run.text
        and not is_meta(run.text)
        and not run.text.endswith((".", ","))
    )


def _are_stories(lines: Sequence[str]) -> bool:
    """Three lines or more that read as headlines do, whatever stands over them."""
    bared = [without_age(line) for line in lines]
    full = [line for line in bared if line.count(" ") >= _WORDS_OF_STORY - 1 and line[-1] not in ".!:"]
    return len(lines) > 2 and 5 * len(full) >= 4 * len(lines)


def _is_menu(part: Sequence[Run]) -> bool:
    """Many lines, nearly all of a few words."""
    short = sum(run.text.count(" ") < _WORDS_OF_MENU for run in part)
    return len(part) >= _FEWEST_OF_MENU and 5 * short >= 4 * len(part) and not any(_has_digit(run.text) for run in part)


def _is_table(rows: Sequence[Run]) -> bool:
    """Whether the lines have cells, each as many as the first."""
    widths = {len(line_cells(run)) for run in rows if not _RULE.fullmatch(run.text)}
    return len(widths) == 1 and widths != {1}


def _table(part: Sequence[Run]) -> Found | None:
    """A title, and lines of as many cells each below it."""
    if len(part) < 3 or not _is_title(part[0]) or len(line_cells(part[0])) > 1 or not _is_table(part[1:]):
        return None
    rows = [line_cells(run) for run in part[1:] if not _RULE.fullmatch(run.text)]
    headed = len(rows) > 1 and not any(map(_has_digit, rows[0])) and any(any(map(_has_digit, row)) for row in rows[1:])
    data = {"header": rows[0] if headed else None, "rows": rows[1:] if headed else rows}
    why = f"a table of {len(rows)} lines under a title"
    return Found("data_table", part[0].index, part[-1].index + 1, why, title=bare(part[0].text), data=data)


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))
