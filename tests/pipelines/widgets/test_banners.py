"""The four banners: in lines, in bars that are named, in lone elements; and headlines that only sound like them."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.split.html_runs import read_html
from pipelines.widgets.registry import find_widgets
from tests.pipelines.widgets.link_pages import PROSE, SITE, URL, kinds, only, page, text


def data(widget: Any) -> tuple[str | None, str | None]:
    return widget.data["headline"], widget.data["href"]


@pytest.mark.parametrize(
    ("line", "kind", "headline"),
    [
        ("BREAKING NEWS Ferry aground off the point Full Story", "breaking_banner", "Ferry aground off the point"),
        ("BREAKING NEWS : Ferry aground Full Story", "breaking_banner", "Ferry aground"),
        ("Breaking: Ferry aground off the point Read More", "breaking_banner", "Ferry aground off the point"),
        ("CLOSINGS: View Closings", "closings_banner", None),
        ("SCHOOL CLOSINGS:", "closings_banner", None),
        ("CLOSINGS & DELAYS: 14 schools View Closings", "closings_banner", "14 schools"),
        ("SEVERE WX : Wind Advisory - Flood Watch View Alerts", "severe_weather_banner", "Wind Advisory - Flood Watch"),
        ("WEATHER ALERT: Flood Watch View Alerts", "severe_weather_banner", "Flood Watch"),
        ("WATCH LIVE News 7 at noon", "streaming_banner", "News 7 at noon"),
        ("STREAMING NOW : News 7 at noon Watch Now", "streaming_banner", "News 7 at noon"),
        ("Streaming now", "streaming_banner", None),
    ],
)
def test_lines(line: str, kind: str, headline: str | None) -> None:
    widget = only(text(f"{line}\n\nCouncil votes to keep the ferry\n\nPosted: Mar 3, 2020 1:00 PM\n\n{PROSE}"), kind)
    assert (data(widget), widget.start, widget.end) == ((headline, None), 0, 1)


def test_one_widget_a_line() -> None:
    document = text("BREAKING NEWS : One thing Full Story\nBREAKING NEWS : Another thing Full Story\nCouncil votes\n")
    assert [data(w)[0] for w in find_widgets(document)] == ["One thing", "Another thing"]


@pytest.mark.parametrize(
    ("top", "kind", "wanted"),
    [
        (
            '<div class="breaking-bar"><span>BREAKING NEWS</span> <a href="/b">Ferry aground</a></div>',
            "breaking_banner",
            ("Ferry aground", "/b"),
        ),
        (
            '<div class="bar breaking"><div>Breaking</div><div><a href="/b">Ferry aground</a></div></div>',
            "breaking_banner",
            ("Ferry aground", "/b"),
        ),
        (
            '<div class="weather-alert-banner"><a href="/al">Flood Watch for 5 counties</a></div>',
            "severe_weather_banner",
            ("Flood Watch for 5 counties", "/al"),
        ),
        (
            '<div class="x9"><a href="/c"><b>CLOSINGS &amp; DELAYS:</b> 14 schools closed</a></div>',
            "closings_banner",
            ("14 schools closed", "/c"),
        ),
        (
            '<div class="top__live-button"><a href="/l"><div>WATCH NOW</div><div>News 7 at noon</div></a></div>',
            "streaming_banner",
            ("News 7 at noon", "/l"),
        ),
    ],
)
def test_bars(top: str, kind: str, wanted: tuple[str, str]) -> None:
    assert data(only(page(top=top), kind)) == (wanted[0], SITE + wanted[1])


def test_bar_of_many_each_its_own_kind() -> None:
    top = (
        '<section class="breaking-news"><ul><li><div>The noon news as it happens</div><div><a href="/live">Watch Now</a></div></li>'
        '<li><div>Ferry aground off the point</div><div><a href="/b">Full Story</a></div></li></ul></section>'
    )
    found = find_widgets(page(top=top))
    assert [(w.kind, *data(w)) for w in found] == [
        ("streaming_banner", "The noon news as it happens", SITE + "/live"),
        ("breaking_banner", "Ferry aground off the point", SITE + "/b"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "BREAKING NEWS: Ferry aground off the point",
        "Breaking: Council votes to keep the ferry",
        "Breaking records, the heat stays",
        "WATCH LIVE: Governor speaks on the ferry",
        "Closings will be read at six, the district said.",
        "Severe weather is possible on Tuesday",
        "Live music returns to the pier",
    ],
)
def test_headlines_of_an_article(line: str) -> None:
    assert kinds(text(f"{line}\n\nCrews are on the way.\n\nPosted: Mar 3, 2020 1:00 PM\n\n{PROSE}")) == []
    assert kinds(read_html(f"<body><main><h1>{line}</h1><p>{PROSE * 3}</p></main></body>", url=URL)) == []


def test_a_category_named_breaking_is_no_banner() -> None:
    assert kinds(page(top='<ul class="menu breaking"><li><a href="/breaking">Breaking News</a></li></ul>')) == []
