from __future__ import annotations

from pipelines.split.html_runs import read_html
from pipelines.split.text_runs import read_text
from pipelines.widgets import nws_alert

ALERT = """Winter Storm Warning issued January 3 at 3:12AM CST
...WINTER STORM WARNING IN EFFECT UNTIL 6 PM CST SATURDAY...
* WHAT...Heavy snow expected. Total snow accumulations of 6 to
9 inches.
* WHERE...Portions of central and east Illinois.
* WHEN...Until 6 PM CST Saturday.
&&"""
LIST = "Boise\nClear\n55°\nHi: 60° Lo: 41°\nFeels Like: 54°\nNampa\nClear\n56°\nHi: 61° Lo: 42°\nFeels Like: 55°\n"
STORY = "Severe weather rolls in\nPosted: May 25, 2018 2:40 PM\n"


def test_alerts_under_their_heading() -> None:
    other = "Wind Advisory\nAreas Affected: Ford; Iroquois\nIN EFFECT UNTIL 800 PM CDT"
    first, second = nws_alert.recognise(
        read_text(f"Weather Alerts\n{ALERT}\nWeather Alerts\n{other}\nMost Popular Stories")
    )
    assert (first.title, first.start, first.end) == ("Weather Alerts", 0, 8)
    assert first.data == {
        "event": "Winter Storm Warning",
        "area": "Portions of central and east Illinois.",
        "expires": "6 PM CST SATURDAY",
        "text": ALERT,
    }
    assert isinstance(second.data, dict)
    assert (second.data["event"], second.data["area"], second.data["expires"]) == (
        "Wind Advisory",
        "Ford; Iroquois",
        "800 PM CDT",
    )


def test_the_body_of_a_story_keeps_its_alert() -> None:
    assert list(nws_alert.recognise(read_text(STORY + ALERT + "\n" + LIST))) == []
    assert list(nws_alert.recognise(read_html(f"<article><div class='alert'>{ALERT}</div></article>"))) == []


def test_an_alert_behind_the_weather_list_is_a_widget() -> None:
    (found,) = nws_alert.recognise(read_text(STORY + LIST + ALERT))
    assert found.start == 12


def test_an_element_named_for_alerts() -> None:
    body = "".join(f"<p>{line}</p>" for line in ALERT.splitlines())
    (found,) = nws_alert.recognise(
        read_html(f"<div class='weather-alerts-wrapper'>{body}</div><p>A tornado watch party was held.</p>")
    )
    assert (found.start, found.end) == (0, 7)


def test_a_mention_is_no_alert() -> None:
    assert (
        list(
            nws_alert.recognise(read_text("Weather Alerts\nA winter storm warning surprised the town, its mayor said."))
        )
        == []
    )
