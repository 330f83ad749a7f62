"""The weather of several places, and of one, in the shapes that publishing systems give them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml.html import HtmlElement

from benchmarks.widgets.tree import el, rows_of_boxes, table

Rows = list[dict[str, Any]]


def weather_list(style: str, rows: Rows) -> list[HtmlElement]:
    """The places as elements, in the style of that name; what a row leaves out is not shown."""
    return _STYLES[style](rows)


def _degrees(value: int | None, label: str = "", mark: str = "°") -> str:
    return "" if value is None else f"{label}{value}{mark}"


def _rotator(rows: Rows) -> list[HtmlElement]:
    made = []
    for row in rows:
        hilo = " ".join(filter(None, (_degrees(row["high"], "Hi: "), _degrees(row["low"], "Lo: "))))
        parts = [
            el("div", "city", row["place"]),
            el("div", "sky", row["condition"]) if row["condition"] else None,
            el("div", "temperature", _degrees(row["temperature"]), el("img", "", src="/wx/3.png", alt="wxIcon")),
            el("div", "hilo", hilo) if hilo else None,
            el("div", "Wind", _degrees(row["feels_like"], "Feels Like: ")) if row["feels_like"] is not None else None,
        ]
        made.append(el("div", "wxRotate", *(part for part in parts if part is not None)))
    return made


def _cards(rows: Rows) -> list[HtmlElement]:
    made = []
    for row in rows:
        top = el(
            "div",
            "wx-top",
            el("h4", "wx-place", row["place"]),
            el("span", "wx-now", _degrees(row["temperature"], mark="°F")),
        )
        sky = el("p", "wx-sky", row["condition"] or "")
        more = [el("span", "wx-more", text) for text in (_degrees(row["high"], "High: "), _degrees(row["low"], "Low: "), _degrees(row["feels_like"], "Feels like ")) if text]  # fmt: skip
        made.append(el("div", "wx-card", top, *([sky] if row["condition"] else []), *more))
    return made


_HEAD = ["City", "Sky", "Temp", "High", "Low", "Feels Like"]


def _cells(row: dict[str, Any], mark: str) -> list[str]:
    return [
        row["place"],
        row["condition"] or "",
        *(_degrees(row[key], mark=mark) for key in ("temperature", "high", "low", "feels_like")),
    ]


def _table(rows: Rows) -> list[HtmlElement]:
    return [table([_cells(row, "°") for row in rows], _HEAD, "wx-table")]


def _plain(rows: Rows) -> list[HtmlElement]:
    return [table([_cells(row, "") for row in rows], _HEAD, "wx-table")]


def _grid(rows: Rows) -> list[HtmlElement]:
    made = []
    for row in rows:
        cells = [row["place"], _degrees(row["temperature"]), row["condition"] or "", _degrees(row["high"], "H: "), _degrees(row["low"], "L: "), _degrees(row["feels_like"], "Feels Like: ")]  # fmt: skip
        made += rows_of_boxes([[cell for cell in cells if cell]], "wx-row", cell="div")
    return made


_STYLES: dict[str, Callable[[Rows], list[HtmlElement]]] = {
    "rotator": _rotator,
    "cards": _cards,
    "table": _table,
    "plain": _plain,
    "grid": _grid,
}
_LABELS = (
    ("feels_like", "Feels Like", "°"), ("high", "High", "°"), ("low", "Low", "°"), ("pressure", "Pressure", ""), ("dewpoint", "Dewpoint", "°"),
    ("humidity", "Humidity", "%"), ("wind", "Wind", ""), ("record_high", "Record High", "°"), ("record_low", "Record Low", "°"),
)  # fmt: skip


def current(data: dict[str, Any], *, as_table: bool) -> list[HtmlElement]:
    """One place's sky, degrees and labelled values."""
    now = el("div", "now", el("span", "now-temp", f"{data['temperature']}°"))
    sky = [el("div", "now-sky", data["condition"])] if data["condition"] else []
    fields = [[f"{label}:", f"{data[key]}{mark}"] for key, label, mark in _LABELS if data.get(key) is not None]
    if as_table:
        return [*sky, now, table(fields)]
    return [*sky, now, *(el("div", "field", f"{label} {value}") for label, value in fields)]
