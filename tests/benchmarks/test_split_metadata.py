"""The measure of metadata: what counts as the same, and the halves."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.split.metadata import Answer, Page, Tally, fold, half_of, people, registrable, score


def page(author: str | None = None, day: str | None = None) -> Page:
    return Page("0001", b"", "https://www.elmville.co.uk/a", "The ferry’s back", author, day)


@pytest.mark.parametrize(("label", "names"), [
    ("Jane Roe", {"jane roe"}), ("Jane Roe, John Doe & Ann Poe", {"jane roe", "john doe", "ann poe"}),
    ("Jane Roe, MD, PhD", {"jane roe"}), ("Jane Roe, Shipping Expert", {"jane roe"}), ("Jane Roe (Editor)", {"jane roe"}),
    ("Jane Roe | The Elmville Room", {"jane roe"}), ("Jane O’Roe", {"jane o'roe"}), ("Jane Roe; John Doe", {"jane roe", "john doe"}),
])  # fmt: skip
def test_the_names_of_a_label(label, names):
    assert people(label) == names


def test_what_is_folded():
    assert fold(" The “Ferry’s”\tback – again ") == fold('the "ferry\'s" back - again')
    assert fold(None) == ""


def test_a_domain_is_in_one_half():
    assert registrable("https://news.elmville.co.uk/a") == "elmville.co.uk"
    assert half_of("https://news.elmville.co.uk/a") == half_of("http://elmville.co.uk/b?c")


@pytest.mark.parametrize("author", [None, "Elmville", "The Elmville Team", "Staff"])
def test_labels_that_name_nobody(author):
    tally = Tally()
    score(page(author), Answer("The ferry's back", []), tally)
    assert (tally.right["headline"], tally.right["authors, all"]) == (1, 1)
    assert "persons" not in tally.labels
    assert tally.labels.get("authors", 0) == (author is not None)


def test_names_are_a_set_and_days_are_days():
    tally = Tally()
    score(
        page("Jane Roe & John Doe", "2021-05-03"), Answer(None, ["John Doe", "JANE ROE"], None, date(2021, 5, 3)), tally
    )
    assert tally.right == {"headline": 0, "persons": 1, "authors": 1, "authors, all": 1, "date": 1, "date, published": 0, "date, either": 1}  # fmt: skip
