"""A page as JSON and as a CSV line, and the data dictionary that tells of them."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from store_samples import PAGES, article, page

from pipelines.items import Article, Block, Page, Widget
from pipelines.store.dictionary import PATH, data_dictionary
from pipelines.store.kinds import KINDS
from pipelines.store.page_csv import CSV_COLUMNS, csv_row
from pipelines.store.page_json import page_json, split_json
from pipelines.store.plain import canonical_json, clean, plain
from pipelines.widgets.registry import RECOGNISERS


@given(PAGES)
def test_any_page_is_json_in_utf8_that_says_what_the_rows_say(one: Page) -> None:
    form = page_json(one)
    text = json.dumps(form, ensure_ascii=False, allow_nan=False)
    assert json.loads(text.encode()) == form
    assert set(csv_row(one)) == set(CSV_COLUMNS)
    assert all(isinstance(cell, str | int) for cell in csv_row(one).values())


def test_a_page_has_the_contract_s_fields_and_its_reference() -> None:
    one = page(7, article=article(), widgets=[Widget("promo", data={"headline": "x", "href": None}, where="lines 3-4")])
    assert one.split is not None
    one.split.chrome = [Block("Menu", kind="list")]
    form = page_json(one)
    assert list(form) == [
        *("url", "captured_at", "article", "widgets", "chrome"),
        *("station", "warc_file", "warc_offset", "record_id", "payload_digest", "splitter_version"),
    ]
    assert form["captured_at"] == "2021-03-01T12:00:00.000250+00:00"
    assert set(form["article"]) == {field.name for field in fields(Article)}
    assert (form["article"]["published"], form["article"]["updated"]) == (
        "2019-02-28T08:34:00",
        "2019-02-28T08:45:00-05:00",
    )
    assert form["article"]["blocks"][0] == {"kind": "paragraph", "text": "One."}
    assert set(form["widgets"][0]) == {field.name for field in fields(Widget)}
    assert form["chrome"] == [{"kind": "list", "text": "Menu"}]


def test_what_is_no_record_has_no_reference_and_maybe_no_time() -> None:
    one = page()
    assert one.split is not None
    form = split_json(one.split, url=None, captured_at=None)
    assert form == {"url": None, "captured_at": None, "article": None, "widgets": [], "chrome": []}


def test_a_csv_line_tells_article_and_widgets_apart() -> None:
    widgets = [Widget("promo", data={"href": "/a"}), Widget("weather_tagline", text="Cold")]
    row = csv_row(page(article=article(), widgets=widgets))
    assert (row["headline"], row["authors"], row["updated"]) == (
        "Bridge opens",
        '["Ann Lee","Bo Day"]',
        "2019-02-28T08:45:00-05:00",
    )
    assert (row["widget_count"], row["widget_kinds"]) == (2, "promo weather_tagline")
    assert [widget["kind"] for widget in json.loads(str(row["widgets"]))] == ["promo", "weather_tagline"]
    empty = csv_row(page())
    assert (empty["headline"], empty["article_id"], empty["widgets"], empty["warc_offset"]) == ("", "", "[]", 100)


def test_plain_forms() -> None:
    west = timezone(timedelta(hours=-7))
    value = (1, float("nan"), {"b": datetime(2020, 1, 1, tzinfo=west), 3: date(2020, 1, 2)}, "a\0\ud800", True, None)
    assert canonical_json(value) == '[1,null,{"3":"2020-01-02","b":"2020-01-01T00:00:00-07:00"},"a��",true,null]'
    assert clean("🌪 plain\n") == "🌪 plain\n"
    assert plain(datetime(2020, 1, 1, tzinfo=UTC)) == "2020-01-01T00:00:00+00:00"
    with pytest.raises(TypeError, match="no plain form for object"):
        plain([object()])


def test_the_data_dictionary_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == data_dictionary(), "run `python -m pipelines.store.dictionary`"


def test_every_kind_that_is_recognised_is_in_the_data_dictionary() -> None:
    assert set(RECOGNISERS) <= set(KINDS)
