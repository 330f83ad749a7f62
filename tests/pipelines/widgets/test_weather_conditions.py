from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split import split
from pipelines.split.html_runs import read_html
from pipelines.split.text_runs import read_text
from pipelines.widgets import weather_conditions

Town = tuple[str, str | None, int | None, int | None, int | None, int | None]
BOISE: Town = ("Boise", "Clear", 55, 60, 41, 54)
NAMPA: Town = ("Nampa", "Mostly Cloudy", 56, 61, 42, 55)
PROSE = "The council voted on Monday evening to repair both bridges over the river before the next winter comes."


def towns(found: object) -> list[Town]:
    assert isinstance(found, list)
    return [
        tuple(row[key] for key in ("place", "condition", "temperature", "high", "low", "feels_like")) for row in found
    ]


def from_text(text: str) -> list[list[Town]]:
    return [towns(found.data) for found in weather_conditions.recognise(read_text(text))]


def from_html(body: str) -> list[list[Town]]:
    return [towns(found.data) for found in weather_conditions.recognise(read_html(body))]


LINES = "{p}\n{c}\n{t}° wxIcon\nHi: {h}° Lo: {l}°\nFeels Like: {f}°\n"
LAYOUTS = {
    "lines": LINES,
    "without icon": "{p}\n{c}\n{t}°\nHigh: {h}° Low: {l}°\nFeels like {f}°\n",
    "one line": "{p} {c} {t}° Hi: {h}° Lo: {l}° Feels Like: {f}° More Weather ",
    "one line, no link": "{p} {c} {t}° Hi: {h}° Lo: {l}° Feels Like: {f}° ",
    "piped": "{p} | {c} | {t}° | H: {h}° | L: {l}° | Feels Like: {f}°\n",
    "piped lines": "|{p}\n|{c}\n|{t}°\n|Hi: {h}° Lo: {l}°\n|Feels Like: {f}°\n",
    "tabs": "{p}\t{c}\t{t}°\tHi: {h}°\tLo: {l}°\tFeels Like: {f}°\n",
    "glued": "{p}{c}{t}°Hi: {h}°Lo: {l}°Feels Like: {f}°\n",
    "sky behind": "{p}\n{t}°\n{c}\n{h}° / {l}°\nFeels Like: {f}°\n",
    "degrees last": "{p}\nHi: {h}° Lo: {l}°\nFeels Like: {f}°\n{c}\n{t}°\n",
    "degrees first": "{t}°\n{p}\n{c}\nHi: {h}° Lo: {l}°\nFeels Like: {f}°\n",
    "sign lost": "{p}\n{c}\n{t} wxIcon\nHi: {h} Lo: {l}\nFeels Like: {f}\n",
    "with wind": "{p}\n{c}\n{t}°\nHi: {h}° Lo: {l}°\nFeels Like: {f}°\nHumidity: 40%\nWind: NW 5 mph\n",
}


def render(layout: str, listed: list[Town]) -> str:
    return "".join(layout.format(p=p, c=c, t=t, h=h, l=low, f=f) for p, c, t, h, low, f in listed)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_gives_the_same_values(layout: str) -> None:
    assert from_text(render(layout, [BOISE, NAMPA])) == [[BOISE, NAMPA]]


NAMES = st.sampled_from(
    [
        "Mattoon/Charleston",
        "St. Cloud",
        "Wilkes-Barre",
        "O'Fallon",
        "Coeur d'Alene",
        "Fargo",
        "Sault Ste. Marie",
        "Snow Hill",
        "Clear Lake",
        "Boise, ID",
        "New York",
        "DeKalb",
        "Ada",
        "Bay St. Louis",
    ]
)
SKIES = st.sampled_from(
    [
        "Clear",
        "Few Clouds",
        "Partly Cloudy",
        "Overcast",
        "Light Rain, Fog/Mist",
        "Thunderstorms",
        "Snow Showers",
        "Haze",
        "Mostly Sunny",
        "Scattered Clouds",
        "Heavy Snow",
        "A Few Clouds",
        "Fair and Breezy",
        "Wintry Mix",
        "Mist",
    ]
)
DEGREES = st.integers(-60, 130)
TOWNS = st.lists(
    st.tuples(NAMES, SKIES, DEGREES, DEGREES, DEGREES, DEGREES), min_size=2, max_size=9, unique_by=lambda town: town[0]
)


@given(
    TOWNS,
    st.sampled_from([LAYOUTS[key] for key in ("lines", "without icon", "one line", "piped", "tabs")]),
    st.sampled_from("-−"),
)
def test_any_towns_come_back_from_any_layout(listed: list[Town], layout: str, minus: str) -> None:
    assert from_text(
        render(layout, listed).replace("-", minus) if "Wilkes" not in str(listed) else render(layout, listed)
    ) == [listed]


def test_missing_values_are_null() -> None:
    text = "Ada\nClear\n--°\nHi: 45° Lo: --°\nFeels Like: 34°\nEnid\n41°\nHi: ° Lo: 27°\nFeels Like: N/A\n"
    assert from_text(text) == [[("Ada", "Clear", None, 45, None, 34), ("Enid", None, 41, None, 27, None)]]


def test_a_sky_in_unknown_words_is_what_stands_between_place_and_degrees() -> None:
    text = render(LINES, [("Ada", "Squally Gusts", 1, 2, 0, 1), ("Enid", "Sprinkles Nearby", 1, 2, 0, 1)])
    assert [town[:2] for town in from_text(text)[0]] == [("Ada", "Squally Gusts"), ("Enid", "Sprinkles Nearby")]


def test_celsius_is_said() -> None:
    document = read_text("Detroit\nClear\n10°C\nHi: 15°C Lo: 6°C\nWindsor\nClear\n11°C\nHi: 16°C Lo: 5°C")
    (found,) = weather_conditions.recognise(document)
    assert [row["unit"] for row in found.data] == ["C", "C"]  # type: ignore[attr-defined]


def test_the_list_claims_its_own_lines_only() -> None:
    text = f"{PROSE}\n{render(LINES, [BOISE, NAMPA])}Sunny and pleasant.\n{PROSE}"
    (found,) = weather_conditions.recognise(read_text(text))
    assert (found.start, found.end) == (1, 11)


def test_two_copies_are_two_widgets_the_second_a_duplicate() -> None:
    widgets = split(render(LINES, [BOISE, NAMPA, BOISE, NAMPA])).widgets
    assert [widget.kind for widget in widgets] == ["weather_conditions"] * 2
    assert widgets[1].duplicate_of == 0


CARD = (
    "<div class='{a}'><div class='{b}'><b>{p}</b></div><div><div>{c}</div><div class='{d}'>{t}&deg; <img alt='wxIcon'></div></div>"
    "<div>Hi: {h}&deg; Lo: {l}&deg;</div><div>Feels Like: {f}&deg;</div><div><a href='/w'>More Weather</a></div></div>"
)


@pytest.mark.parametrize("names", [("wxRotate", "city", "temperature"), ("x1", "y2", "z3")])
def test_html_is_read_by_structure_whatever_the_classes(names: tuple[str, str, str]) -> None:
    cards = "".join(
        CARD.format(a=names[0], b=names[1], d=names[2], p=p, c=c, t=t, h=h, l=low, f=f)
        for p, c, t, h, low, f in (BOISE, NAMPA)
    )
    assert from_html(f"<body><p>{PROSE}</p><div>{cards}</div></body>") == [[BOISE, NAMPA]]


def test_inline_elements_keep_their_cells_apart() -> None:
    body = "<ul>" + "".join(
        f"<li><b>{p}</b><span>{c}</span><span>{t}<sup>&deg;F</sup></span><span>Hi: {h}&deg;</span><span>Lo: {low}&deg;</span>"
        f"<i>Feels Like {f}&deg;</i></li>"
        for p, c, t, h, low, f in (BOISE, NAMPA)
    )
    assert from_html(body + "</ul>") == [[BOISE, NAMPA]]


@pytest.mark.parametrize(
    "text",
    [
        "Tonight: Partly cloudy. Low: 41°\nFriday: Sunny. High: 60°\nFriday night: Clear. Low: 44°\nSaturday: Rain. High: 50°",
        "Friday\nSunny\n60°\nSaturday\nRain\n50°\nSunday\nClear\n55°",
        "Tonight: Partly cloudy, patchy fog\nLows: Mid 20s\nWinds: SE 5-15 mph\n\nTomorrow: Breezy\nHighs: Low 40s",
        "Boise hit 60° on Friday, and Nampa 61° on Saturday.\nHighs reach 60° in Boise and 61° in Nampa. Lows near 40°.",
        "Friday: Mostly cloudy with a chilly breeze. High: 41° Friday night: Partly cloudy. Low: 27° Saturday: Cloudy. High: 42°",
        PROSE,
        "",
    ],
)
def test_a_forecast_story_keeps_its_degrees(text: str) -> None:
    assert from_text(text) == []
