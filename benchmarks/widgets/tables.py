"""Widgets of rows: cases by county, closings, races, scores, prices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml.html import HtmlElement

from benchmarks.widgets.facts import Fact
from benchmarks.widgets.tree import el, rows_of_boxes, table


def rows(style: str, cells: list[list[str]], header: list[str] | None = None) -> list[HtmlElement]:
    """Rows of cells as a table, as boxes of spans, or as boxes of boxes."""
    if style == "table":
        return [table(cells, header)]
    return rows_of_boxes([*([header] if header else []), *cells], "row", cell="span" if style == "spans" else "div")


def number(value: int, separator: str) -> str:
    """A count with its thousands parted."""
    return f"{value:,}".replace(",", separator)


def case_table(fact: Fact, style: str, separator: str) -> list[HtmlElement]:
    """Totals, note, header and counties."""
    data: dict[str, Any] = fact.data
    made = [el("div", "note", fact.note)] if fact.note else []
    if data.get("total_cases") is not None:
        made.append(
            el("div", "totals", el("span", "total", f"Confirmed Cases: {number(data['total_cases'], separator)}"))
        )
        made.append(
            el("div", "totals", el("span", "total", f"Reported Deaths: {number(data['total_deaths'], separator)}"))
        )
    shown = fact.shown.get("rows", data["rows"])
    cells = [[row["county"], number(row["cases"], separator), number(row["deaths"], separator)] for row in shown]
    return [*made, *rows(style, cells, list(fact.shown["header"]) if not fact.shown.get("headless") else None)]


def small(fact: Fact, style: str) -> list[HtmlElement]:
    """The rows of one of the smaller kinds."""
    return _SMALL[fact.kind](fact, style)


def _closings(fact: Fact, style: str) -> list[HtmlElement]:
    if style == "spans":
        pairs = [(el("div", "orgname", row["organization"]), el("div", "status", row["status"])) for row in fact.data]
        return [part for pair in pairs for part in pair]
    return rows(style, [[row["organization"], row["status"]] for row in fact.data])


def _election(fact: Fact, style: str) -> list[HtmlElement]:
    made: list[HtmlElement] = []
    for race in fact.data:
        made += [el("h4", "office", race["office"]), el("div", "reporting", f"{race['reporting']:.0f}% reporting")]
        cells = [
            [c["name"], f"({c['party']})", number(c["votes"], ","), f"{c['percent']}%"] for c in race["candidates"]
        ]
        made += rows("table" if style == "spans" else style, cells)
    return made


def _scores(fact: Fact, style: str) -> list[HtmlElement]:
    made: list[HtmlElement] = []
    for game in fact.data:
        one, two = game["teams"]
        if style == "table":
            made.append(
                el("div", "game", f"{one['name']} {one['score']}, {two['name']} {two['score']}, {game['status']}")
            )
        else:
            made += [el("div", "team", f"{team['name']} {team['score']}") for team in (one, two)]
            made.append(el("div", "status", game["status"]))
    return made


def _market(fact: Fact, style: str) -> list[HtmlElement]:
    cells = [
        [row["name"], f"{row['value']:,.2f}", f"{row['change']:+.2f}", f"{row['percent']:+.2f}%"] for row in fact.data
    ]
    return rows("table" if style == "spans" else style, cells)


def _lottery(fact: Fact, _: str) -> list[HtmlElement]:
    made: list[HtmlElement] = []
    for game in fact.data:
        made += [el("div", "game", game["game"]), el("div", "numbers", "-".join(map(str, game["numbers"])))]
    return made


def _gas(fact: Fact, style: str) -> list[HtmlElement]:
    return rows("table" if style == "spans" else style, [[row["name"], f"${row['price']:.2f}"] for row in fact.data])


def _air(fact: Fact, _: str) -> list[HtmlElement]:
    return [el("div", "aqi", f"{row['place']}: {row['index']} {row['category']}") for row in fact.data]


def _poll(fact: Fact, _: str) -> list[HtmlElement]:
    answers = el("ul", "answers", *(el("li", "answer", option["text"]) for option in fact.data["options"]))
    return [el("p", "question", fact.data["question"]), answers, el("div", "button", "Vote")]


def _data_table(fact: Fact, _: str) -> list[HtmlElement]:
    return [table(fact.data["rows"], fact.data["header"])]


_SMALL: dict[str, Callable[[Fact, str], list[HtmlElement]]] = {
    "closings": _closings,
    "election_results": _election,
    "scores": _scores,
    "market": _market,
    "lottery": _lottery,
    "gas_prices": _gas,
    "air_quality": _air,
    "poll": _poll,
    "data_table": _data_table,
}
SMALL = tuple(_SMALL)
