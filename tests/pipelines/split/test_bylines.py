from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split.agencies import agency_of_copyright, agency_of_opening
from pipelines.split.bylines import byline_inside, names, read_byline


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
    assert byline_inside("Powered by software") is None


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
    agency_of_opening(text)
    agency_of_copyright(text)
