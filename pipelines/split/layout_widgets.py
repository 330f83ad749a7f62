"""Widgets that only a layout knows: a person who reviewed it has said of what kind a container is.

Recognisers go before it. It reads the kinds that are links, whose data need no parser of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.items import Link
from pipelines.split.document import Document, Found, Run
from pipelines.split.layout_match import LayoutMatch

LISTS = frozenset({
    "link_bar", "related_content", "headlines", "most_popular", "latest_video", "community_events",
})  # fmt: skip
BANNERS = frozenset({"breaking_banner", "streaming_banner", "closings_banner", "severe_weather_banner"})
LONGEST_TITLE = 60
_WHY = "the station's layout"


def named_widgets(document: Document, laid: LayoutMatch, taken: set[int]) -> Iterator[Found]:
    """The widgets in containers that the layout names, none of whose runs is in `taken`."""
    end = 0
    for element, kind in laid.widgets:
        runs = document.runs[element.start : element.end]
        if element.start < end or any(run.index in taken for run in runs):
            continue
        found = _list(kind, runs) if kind in LISTS else _banner(kind, runs) if kind in BANNERS else None
        if found is not None:
            found.element = element
            end = found.end
            yield found


def _list(kind: str, runs: list[Run]) -> Found | None:
    first = runs[0]
    titled = len(runs) > 1 and not first.links and len(first.text) <= LONGEST_TITLE
    links = [link for run in runs for link in run.links if link.text]
    if not links:
        return None
    data = [{"text": link.text, "href": link.href} for link in links]
    return Found(kind, first.index, runs[-1].index + 1, _WHY, title=first.text if titled else None, data=data)


def _banner(kind: str, runs: list[Run]) -> Found:
    """Its headline is the longest of its links, or all that it says where a link says only `Watch`."""
    links: list[Link] = [link for run in runs for link in run.links]
    longest = max(links, key=lambda link: len(link.text), default=None)
    whole = " ".join(run.text for run in runs)
    headline = longest.text if longest is not None and 2 * len(longest.text) > len(whole) else whole
    data = {"headline": headline, "href": longest.href if longest is not None else None}
    return Found(kind, runs[0].index, runs[-1].index + 1, _WHY, data=data)
