"""`comments`: where readers' comments stand or would stand. Its `text` is kept; `data` is the count where printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Element, Found
from pipelines.widgets.page_regions import in_menu_or_footer, is_page
from pipelines.widgets.page_words import named_elements, names_of, runs_saying

_HEADING = re.compile(
    r"(?:(?P<count>\d[\d,]*) )?(?:(?:article |reader |user |facebook |post (?:a )?|view |leave a |add a )*(?:comments?|reply)|(?:join|start) the (?:conversation|discussion))(?: ?\((?P<other>\d[\d,]*)\)| policy| section| below)?[\s:.»]*$",
    re.IGNORECASE,
)
_NAMES = ("comments", "disqus", "comment-section", "fb-comments", "commenting", "coral", "viafoura", "comment-respond")
_COUNTERS = re.compile(
    r"comment-?s?-?(?:count|link|number|button|icon|off)|commentcount|count|popup|entry-meta|most-?comment"
)
_MOST_RUNS = 2000


def recognise(document: Document) -> Iterator[Found]:
    """Comment sections: by heading in text, by their element's name in HTML."""
    if document.is_html:
        yield from _named(document)
        return
    for run in runs_saying(document, "comment", "conversation", "discussion", "reply"):
        if len(run.text) <= 60 and (match := _HEADING.match(run.text)) and run.text.lower() != "reply":
            count = match.group("count") or match.group("other")
            yield Found("comments", run.index, run.index + 1, f"line '{run.text}'", title=run.text, data=_data(count))


def _named(document: Document) -> Iterator[Found]:
    end = 0
    for element in named_elements(document, *_NAMES):
        if (
            not 0 < element.end - element.start <= _MOST_RUNS
            or element.start < end
            or is_page(element)
            or in_menu_or_footer(element)
        ):
            continue
        if (
            _COUNTERS.search(element.names)
            or element.tag in ("a", "article", "main", "button", "span")
            or _holds_headline(document, element)
        ):
            continue
        headings = [
            match
            for run in document.runs[element.start : min(element.end, element.start + 3)]
            if len(run.text) <= 60 and (match := _HEADING.match(run.text))
        ]
        if not headings:
            continue
        end = element.end
        count = headings[0].group("count") or headings[0].group("other")
        why = f"names '{names_of(element)}'"
        first = document.runs[element.start].text
        title = first if len(first) <= 60 else None
        yield Found("comments", element.start, element.end, why, title=title, data=_data(count), element=element)


def _data(count: str | None) -> dict[str, int] | None:
    return {"count": int(count.replace(",", ""))} if count else None


def _holds_headline(document: Document, element: Element) -> bool:
    """A class on a wrapper of the whole story, such as `has-comments`, names no section."""
    return any(
        run.tag == "h1" and run.element is not None and "head" not in run.element.names
        for run in document.runs[element.start : min(element.end, element.start + 40)]
    )
