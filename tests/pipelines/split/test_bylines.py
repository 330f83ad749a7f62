from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split.agencies import agency_of_copyright, agency_of_opening
from pipelines.split.bylines import byline_inside, names, other_credit, read_byline
from pipelines.split.person_names import is_degree, is_desk, person_name


@pytest.mark.parametrize(("line", "authors", "agency"), [
    ("by: JJ Roe", ["JJ Roe"], None),
    ("Posted By: Jane Roe", ["Jane Roe"], None),
    ("By Jane Roe | jroe@paper.test | The Daily Paper", ["Jane Roe"], None),
    ("By Jane Roe | WXYZ • 16 hours ago", ["Jane Roe"], None),
    ("By JANE ROE, Associated Press", ["JANE ROE"], "AP"),
    ("By Jane Roe, John Doe and Ann Poe, CNN", ["Jane Roe", "John Doe", "Ann Poe"], "CNN"),
    ("By Dr. Jane Roe, CNN Chief Correspondent", ["Dr. Jane Roe"], "CNN"),
    ("By Mary-Ann O'Roe, Staff Writer", ["Mary-Ann O'Roe"], None),
    ("By The Associated Press", [], "AP"),
    ("By 7 News WXYZ", [], None),
    ("By staff", [], None),
    ("By Jane Roe and jane roe", ["Jane Roe"], None),
    ("By Jane Roe, Executive Digital Editor and Master Gardener", ["Jane Roe"], None),
    ("By | Jane Roe | , Home and Garden Expert | & | John Doe | , Staff Writer", ["Jane Roe", "John Doe"], None),
    ("By | Jane Roe | 1 | , | John Doe | 2", ["Jane Roe", "John Doe"], None),
    ("By Jane Roe, MD, PhD, and John Doe, Ph.D.", ["Jane Roe", "John Doe"], None),
    ("By Jane Roe; John Doe; Ann Poe", ["Jane Roe", "John Doe", "Ann Poe"], None),
    ("By Jane Roe | Associated Press", ["Jane Roe"], "AP"),
    ("By Jane Roe (AP)", ["Jane Roe"], "AP"),
    ("By CNN's Jane Roe and John Doe", ["Jane Roe", "John Doe"], "CNN"),
    ("By Jane Roe in Elmville", ["Jane Roe"], None),
    ("By Jane Roe - 12 min read", ["Jane Roe"], None),
    ("By Maria & Katerina", ["Maria", "Katerina"], None),
    ("By Ludwig van der Roe", ["Ludwig van der Roe"], None),
    ("Author: Jane Roe", ["Jane Roe"], None),
    ("Words: Jane Roe", ["Jane Roe"], None),
    ("Interview by Jane Roe", ["Jane Roe"], None),
    ("By April Roe and June Doe", ["April Roe", "June Doe"], None),
    ("By WXYZ Web Staff", [], None),
    ("By The Elmville Sun", [], None),
])  # fmt: skip
def test_bylines(line, authors, agency):
    byline = read_byline(line)
    assert byline is not None
    assert (byline.authors, byline.agency) == (authors, agency)


@pytest.mark.parametrize("line", ["By", "By the river they sat down and waited", "Standby generators", "", "Jane Roe"])
def test_lines_that_are_no_bylines(line):
    assert read_byline(line) is None


def test_a_byline_inside_a_line_of_more():
    byline = byline_inside("Updated | by Jane Roe | 3 comments")
    assert byline is not None
    assert byline.authors == ["Jane Roe"]
    for line in ("Powered by Software", "Updated | Reviewed by Jane Roe", "Photo by Jane Roe"):
        assert byline_inside(line) is None


@pytest.mark.parametrize(("line", "who"), [
    ("Reviewed by Jane Roe", "Jane Roe"), ("Medically reviewed by | Jane Roe, MD", "Jane Roe, MD"), ("Photos by", ""),
    ("Edited by: Jane Roe", "Jane Roe"), ("By Jane Roe", None), ("The plan approved by the council", None),
    ("Approved by voters in May, it", None),
])  # fmt: skip
def test_credits_of_others_than_the_author(line, who):
    assert other_credit(line) == who


@pytest.mark.parametrize("words", [
    "Jane Roe", "JANE ROE", "J.R. Roe", "Mary-Ann O’Roe", "Lena Sun", "Max Read", "José de la Roe", "Jane Roe (Elmville)",
    "Perry Roe Jr.",
])  # fmt: skip
def test_names(words):
    assert person_name(words) is not None


@pytest.mark.parametrize("words", [
    "", "X", "jane roe", "Human in the Loop", "Read More", "Full Bio", "Last update", "Staff", "WXYZ-TV", "News 4 Elmville",
    "https://elmville.test", "@janeroe", "The Elmville Team", "Updated Monday", "3 comments", "Elmville Police Department",
])  # fmt: skip
def test_words_that_are_no_names(words):
    assert person_name(words) is None


def test_degrees_and_desks():
    assert all(is_degree(letters) for letters in ("MD", "Ph.D.", "PhD", "RN", "M.D.", "Jr.", "III", "E-RYT 200"))
    assert not any(is_degree(words) for words in ("Jane", "JANE ROE", "Roe"))
    assert is_desk("The Associated Press")
    assert not is_desk("Jane Roe")


@pytest.mark.parametrize(("paragraph", "agency"), [
    ("(CNN) -- It happened again", "CNN"),
    ("LONDON (Reuters) - It happened again", "Reuters"),
    ("ATLANTA (AP/WXYZ) - It happened again", "AP"),
    ("WASHINGTON — AP It happened again", "AP"),
    ("ELMVILLE, Ind. (AP) — It happened again", "AP"),
    ("The made-up group (CNN) came", None),
    ("SAN FRANCISCO (WXYZ) – It happened again", None),
    ("It happened again. Then (CNN) came", None),
])  # fmt: skip
def test_the_agency_of_a_dateline(paragraph, agency):
    assert agency_of_opening(paragraph) == agency


def test_the_agency_of_a_copyright_line():
    assert agency_of_copyright("TM & © 2019 Cable News Network, Inc. All rights reserved.") == "CNN"
    assert agency_of_copyright("Copyright 2020 The Associated Press.") == "AP"
    assert agency_of_copyright("Copyright 2023 Some Station Inc.") is None


@given(st.text(max_size=250))
def test_any_line_is_read(text):
    read_byline(text)
    byline_inside(text)
    names(text)
    other_credit(text)
    person_name(text)
    agency_of_opening(text)
    agency_of_copyright(text)
