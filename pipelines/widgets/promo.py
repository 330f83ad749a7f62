"""`promo`: the station's or a partner's offers. Data: `[{text, href}]` for a list, `{headline, href}` for one offer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Element, Found, Run
from pipelines.widgets.menu_lines import in_menu_line
from pipelines.widgets.page_regions import in_menu_or_footer, is_page
from pipelines.widgets.page_words import named_elements, names_of, short_runs_saying
from pipelines.widgets.titled_list import of_kind

_APP = re.compile(
    r"(?:download|get|try) (?:the|our) (?:free )?(?!android|ios|iphone|ipad)(?:[\w.&' -]{2,40} )?(?:mobile |news |weather )*apps?\b.{0,40}|(?:text|download) .{2,30} app (?:today|now)\W*",
    re.IGNORECASE,
)
_NAMES = (
    "promo_box",
    "promo-box",
    "promobox",
    "house-promo",
    "station-promo",
    "widget_promo",
    "app-promo",
    "contest-promo",
)
_MOST_RUNS = 8


def recognise(document: Document) -> Iterator[Found]:
    """Partners' lists by heading, single offers by their element's name or by the words of an app's offer."""
    lists = list(of_kind(document, "promo"))
    taken = {index for found in lists for index in range(found.start, found.end)}
    yield from lists
    for element in named_elements(document, "promo"):
        fits = any(name in element.names for name in _NAMES) and _is_small_box(element)
        if fits and taken.isdisjoint(range(element.start, element.end)):
            taken.update(range(element.start, element.end))
            yield _found(document.runs[element.start : element.end], f"names '{names_of(element)}'")
    for run in short_runs_saying(document, "app"):
        offers = 15 < len(run.text) <= 90 and run.tag != "h1" and _APP.fullmatch(run.text)
        if (
            offers
            and run.index not in taken
            and not in_menu_or_footer(run.element)
            and not in_menu_line(document, run.index)
        ):
            yield _found([run], f"offer '{run.text[:60]}'")


def _is_small_box(element: Element) -> bool:
    return 0 < element.end - element.start <= _MOST_RUNS and not is_page(element) and not in_menu_or_footer(element)


def _found(runs: list[Run], why: str) -> Found:
    href = next((link.href for run in runs for link in run.links if link.href), None)
    data = {"headline": runs[0].text, "href": href}
    return Found(
        "promo", runs[0].index, runs[-1].index + 1, why, title=runs[0].text, data=data, element=runs[0].element
    )
