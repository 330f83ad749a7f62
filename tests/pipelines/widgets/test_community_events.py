"""`community_events`: calendars beside the article, filled or left empty by a script."""

from __future__ import annotations

from tests.pipelines.widgets.link_pages import PROSE, SITE, kinds, only, page, pairs, text, titles


def test_calendar_with_dates() -> None:
    items = "".join(
        f'<li><h4><a href="/e/{n}">{name}</a></h4><div class="dur"><span>October {n} @ 5:00 PM</span> - <span>7:00 PM</span></div></li>'
        for n, name in enumerate(["Pie supper", "Blood drive at the Grange hall", "Harbor run"], 1)
    )
    widget = only(
        page(f'<div><h4>Upcoming Events</h4><ol>{items}</ol><p><a href="/e">View All Events</a></p></div>'),
        "community_events",
    )
    assert pairs(widget) == [
        ("Pie supper", SITE + "/e/1"),
        ("Blood drive at the Grange hall", SITE + "/e/2"),
        ("Harbor run", SITE + "/e/3"),
    ]


def test_calendar_that_a_script_would_have_filled() -> None:
    found = only(
        page('<section class="widget"><h2 class="widget-title">Community Events</h2><div></div></section>'),
        "community_events",
    )
    assert (found.data, found.end - found.start) == ([], 1)


def test_text() -> None:
    assert titles(only(text("Community Calendar\nPie supper at the Grange\nHarbor run\n"), "community_events")) == [
        "Pie supper at the Grange",
        "Harbor run",
    ]


def test_events_as_a_heading_of_the_article() -> None:
    assert kinds(page(body=f"<h2>Events</h2><p>{PROSE}</p>")) == []
