"""`comments`: where readers' comments stand or would stand. Its `text` is kept; `data` is the count where printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Element, Found
from pipelines.widgets.page_regions import in_menu_or_footer, is_page
from pipelines.widgets.page_words import named_elements, names_of, short_runs_saying

_HEADING = re.compile(
    r"(?:(?P<count>\d[\d,]*) )?(?:(?:article |reader |user |facebook |post (?:a )?|view |leave a |add a )*(?:comments?|reply)|(?:join|start) the (?:conversation|discussion))(?: ?\((?P<other>\d[\d,]*)\)| policy| section| below)?[\s:.»]*$",
    re.IGNORECASE,
)
_PROMPT = re.compile(
    r"(?:please )?(?:log ?in|sign ?in|register|be the first|you must be|no comments|(?:add|post|leave|write|submit) (?:a |your )?(?:comment|reply)|view (?:the )?comments|(?:your )?comments? (?:are|is|will|policy)|sort by|newest|oldest|your email address will not)\b(?=.{0,160}$)",
    re.IGNORECASE,
)
_NAMES = ("comments", "disqus", "comment-section", "fb-comments", "commenting", "coral", "viafoura", "comment-respond")
_COUNTERS = re.compile(
    r"comment-?s?-?(?:count|link|number|button|icon|off)|commentcount|count|popup|entry-meta|most-?comment"
)
_MOST_RUNS = 2000


def recognise(document: Document) -> Iterator[Found]:
    """Comment sections: by heading in text, by their element's name in HTML."""
    taken: set[int] = set()
    if document.is_html:
        for found in _named(document):
            taken.update(range(found.start, found.end))
            yield found
    yield from _headed(document, taken)


def _headed(document: Document, taken: set[int]) -> Iterator[Found]:
    """A heading with a count, or with the words of a form behind it. One over nothing at all is page furniture."""
    end = 0
    for run in short_runs_saying(document, "comment", "conversation", "discussion", "reply"):
        match = _HEADING.match(run.text) if len(run.text) <= 60 and run.index not in taken else None
        if match is None or run.index < end or in_menu_or_footer(run.element):
            continue
        count = match.group("count") or match.group("other")
        end = run.index + 1
        while end < len(document.runs) and end not in taken and _PROMPT.match(document.runs[end].text):
            end += 1
        if end > run.index + 1 or (count is not None and not document.is_html):
            yield Found("comments", run.index, end, f"line '{run.text}'", title=run.text, data=_data(count))


def _named(document: Document) -> Iterator[Found]:
    end = 0
    for element in named_elements(document, "comment", "disqus", "coral", "viafoura"):
        if not any(name in element.names for name in _NAMES):
            continue
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
