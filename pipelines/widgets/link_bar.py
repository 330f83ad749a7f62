"""`link_bar`: a line of links parted by bars, within or under an article. Data: `[{text, href}]` in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Found, Run
from pipelines.widgets.page_regions import in_menu_or_footer
from pipelines.widgets.page_words import runs_saying

_BAR = re.compile(r"\s*[|│¦]\s*")
_BYLINE = re.compile(r"^(?:by |posted|updated|published|photo|copyright|©)|@|^\d+$", re.IGNORECASE)
_BARS = ("|", "│", "¦")
_FIGURE = re.compile(r"[\d$]|: ")
_LONGEST_PART = 110
_MOST_PARTS = 40


def recognise(document: Document) -> Iterator[Found]:
    """The bars of links of a page. Menus, footers, bylines and rows of a table are none."""
    barred = runs_saying(document, *_BARS)
    lines = {run.index for run in barred}
    for run in barred:
        in_table = not document.is_html and bool({run.index - 1, run.index + 1} & lines)
        data = _linked(run) if document.is_html else _worded(run.text)
        if data and not in_table and not in_menu_or_footer(run.element):
            why = f"{len(data)} links parted by bars"
            yield Found("link_bar", run.index, run.index + 1, why, data=data, element=run.element)
    if not document.is_html:
        yield from _of_lines(document, [run.index for run in barred if run.text in _BARS])


def _of_lines(document: Document, bars: list[int]) -> Iterator[Found]:
    """Phrases and the bars between them, each a line of its own."""
    groups: list[list[int]] = []
    for at in bars:
        if groups and groups[-1][-1] == at - 2:
            groups[-1].append(at)
        else:
            groups.append([at])
    for group in groups:
        start, end = group[0] - 1, group[-1] + 2
        if start < 0 or end > len(document.runs):
            continue
        parts = [run.text for run in document.runs[start:end:2]]
        if len(parts) > 2 and _are_phrases(parts) and any(part.count(" ") >= 3 for part in parts):
            data = [{"text": part, "href": None} for part in parts]
            yield Found("link_bar", start, end, f"{len(data)} lines parted by bars", data=data)


def _parts(text: str) -> list[str]:
    return [part for part in _BAR.split(text) if part]


def _linked(run: Run) -> list[dict[str, str | None]]:
    """In HTML nearly every part is a link (one may be its words before `click here`), and a part is a phrase."""
    parts = _parts(run.text)
    if len(run.links) < 2 or len(run.links) < len(parts) - 1 or not _are_phrases(parts):
        return []
    hrefs = {link.text: link.href for link in run.links}
    data: list[dict[str, str | None]] = []
    for part in parts:
        href = hrefs.get(part) or next((href for text, href in hrefs.items() if text and text in part), None)
        data.append({"text": part, "href": href})
    return data if sum(1 for item in data if item["href"]) >= len(parts) - 1 else []


def _worded(text: str) -> list[dict[str, str | None]]:
    """In text: at least three phrases, one of them long, few of them figures or fields; not a menu's single words."""
    parts = _parts(text)
    if len(parts) < 3 or text.startswith("|") or not _are_phrases(parts):
        return []
    figures = sum(1 for part in parts if _FIGURE.search(part))
    if figures * 3 > len(parts) or not any(part.count(" ") >= 3 for part in parts):
        return []
    return [{"text": part, "href": None} for part in parts]


def _are_phrases(parts: list[str]) -> bool:
    if not 2 <= len(parts) <= _MOST_PARTS or any(len(part) > _LONGEST_PART or _BYLINE.search(part) for part in parts):
        return False
    return sum(1 for part in parts if part.count(" ") >= 2) * 2 >= len(parts)
