"""Date lines and bylines in other languages, and authors that are named in less usual places."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split import split
from pipelines.split.bylines import is_by_label, writer_of_bio
from pipelines.split.other_languages import in_english, with_numbers

PROSE = "".join(
    f"<p>{'Ein erfundener Satz aus der erfundenen Stadt, der lang genug ist. ' * 2}{n}</p>" for n in range(4)
)


@pytest.mark.parametrize(("line", "language", "english"), [
    ("Veröffentlicht am 3. Mai 2022 um 12:30 Uhr", "de", "Published 2022-05-03 12:30"),
    ("Por Juan Pérez • Publicado el 3 de mayo de 2022 a las 10:22 p. m.", "es", "By Juan Pérez • Published 2022-05-03 10:22 p. m."),
    ("Par Luc Roux et Anne Bois | 1er janvier 2020 à 12h30", "fr", "By Luc Roux and Anne Bois | 2020-01-01 12:30"),
    ("mayo 3, 2022", "es", "2022-05-03"),
    ("Stand: 03.05.2020", "de", "Updated 03.05.2020"),
    ("Zaktualizowano 5 maja 2021", "pl", "Updated 2021-05-05"),
    ("Von der Brücke sind es 3 Meter", "en", "Von der Brücke sind es 3 Meter"),
])  # fmt: skip
def test_lines_are_said_in_english(line, language, english):
    said = in_english(line, language) if language != "en" else with_numbers(line)
    assert " ".join(said.split()) == english


def test_english_dates_stay_as_they_are():
    assert with_numbers("Posted: Nov 8, 2023 / 03:16 PM PST") == "Posted: Nov 8, 2023 / 03:16 PM PST"


@given(st.text(max_size=300))
def test_any_line_is_read(text):
    assert isinstance(in_english(text, "de"), str)


def test_long_lines_take_linear_time():
    begin = time.process_time()
    in_english("3 de " * 20_000 + "Von " * 20_000, "es")
    assert time.process_time() - begin < 5


def article(under: str, *, head: str = "", behind: str = "", lang: str = "en"):
    page = f"<html lang='{lang}'><head><title>Die alte Brücke bleibt offen</title>{head}</head><body><h1>Die alte Brücke bleibt offen</h1>{under}<div>{PROSE}</div>{behind}</body></html>"
    found = split(page, content_type="text/html", url="https://www.elmville.test/a").article
    assert found is not None
    return found


def test_a_page_in_german():
    found = article(
        "<p class='meta'>Von Erika Muster und Max Muster</p><p>Veröffentlicht am 3. Mai 2022 um 12:30 Uhr</p>",
        lang="de-DE",
    )
    assert found.authors == ["Erika Muster", "Max Muster"]
    assert found.published is not None
    assert found.published.isoformat() == "2022-05-03T12:30:00"


def test_every_author_that_meta_names_is_one_last_names_first_too():
    head = "<meta name='citation_author' content='Roe, Jane'><meta name='citation_author' content='John Doe'>"
    assert article("", head=head).authors == ["Jane Roe", "John Doe"]


def test_the_card_names_the_author_where_nothing_else_does():
    head = "<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Jane Roe'>"
    assert article("", head=head).authors == ["Jane Roe"]
    other = "<meta name='twitter:label1' content='Est. reading time'><meta name='twitter:data1' content='Jane Roe'>"
    assert article("", head=other).authors == []


def test_a_label_by_itself_behind_the_story_names_the_author_of_the_next_run():
    assert article(
        "", behind="<h2>Article written by:</h2><h3>Jane Roe, MD</h3><h2>Reviewed by:</h2><h3>Ann Poe</h3>"
    ).authors == ["Jane Roe"]


def test_a_name_under_the_headline_whose_bio_says_that_she_writes():
    bio = "<p>Jane Roe is a staff writer who covers the made-up courts of Elmville.</p>"
    assert article("<p>Jane Roe</p>", behind=bio).authors == ["Jane Roe"]
    assert article("<p>Jane Roe</p>", behind="<p>Jane Roe was arrested in Elmville.</p>").authors == []


def test_a_last_letter_in_an_element_of_its_own_belongs_to_its_word():
    assert article(
        "<p class='byline'><span>By </span><a href='/author/jane-roe'>Jane Ro<span>e</span></a></p>"
    ).authors == ["Jane Roe"]


@pytest.mark.parametrize("text", ["By", "Written by:", "Article by", "Author(s)", "Story by"])
def test_labels_of_authors(text):
    assert is_by_label(text)


def test_what_is_no_label_and_no_bio():
    assert not is_by_label("Reviewed by")
    assert writer_of_bio("John Doe is charged with theft, police said.") is None
    assert writer_of_bio("Jane Roe covers the courts as a reporter.") == "Jane Roe"
