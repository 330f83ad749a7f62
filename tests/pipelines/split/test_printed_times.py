from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split.printed_times import is_label, read_date_line, read_iso, says_published, without_times

EASTERN = ZoneInfo("America/New_York")


def shown(line: str, tz: ZoneInfo | None = EASTERN) -> tuple[str | None, str | None] | None:
    dates = read_date_line(line, tz)
    if dates is None:
        return None
    return tuple(when.isoformat() if when else None for when in (dates.published, dates.updated))  # type: ignore[return-value]


@pytest.mark.parametrize(("line", "published", "updated"), [
    ("Posted: Feb 28, 2019 8:34 AM", "2019-02-28T08:34:00-05:00", None),
    ("Posted: May. 25, 2018 2:40 PM", "2018-05-25T14:40:00-04:00", None),
    ("Updated: Fri Nov 16 03:50:14 PST 2018", None, "2018-11-16T03:50:14-08:00"),
    ("Posted: Nov 8, 2023 / 03:16 PM PST", "2023-11-08T15:16:00-08:00", None),
    ("Posted: Oct 6, 2020 / 03:38 PM MDT / Updated: Oct 6, 2020 / 04:00 PM MDT", "2020-10-06T15:38:00-06:00", "2020-10-06T16:00:00-06:00"),
    ("Posted 2024-01-12T00:30:27+00:00 - Updated 2024-01-13T14:50:47+00:00", "2024-01-12T00:30:27+00:00", "2024-01-13T14:50:47+00:00"),
    ("on December 29, 2014 at 2:48 PM, updated December 29, 2014 at 2:51 PM", "2014-12-29T14:48:00-05:00", "2014-12-29T14:51:00-05:00"),
    ("Posted at 5:30 PM, Oct 06, 2020 and last updated 2020-10-06 18:30:11-04", "2020-10-06T17:30:00-04:00", "2020-10-06T18:30:11-04:00"),
    ("Published: 5:30 PM EDT October 6, 2020", "2020-10-06T17:30:00-04:00", None),
    ("Published: Oct. 6, 2020 at 5:30 PM CDT|Updated: 3 hours ago", "2020-10-06T17:30:00-05:00", None),
    ("Last updated: 5 p.m. CT Thursday, Jan. 2, 2020", None, "2020-01-02T17:00:00-06:00"),
    ("Updated 10/06/20 05:30 PM", None, "2020-10-06T17:30:00-04:00"),
    ("12/31/99", "1999-12-31T00:00:00-05:00", None),
    ("Tuesday, October 6th 2020", "2020-10-06T00:00:00-04:00", None),
    ("6 October 2020", "2020-10-06T00:00:00-04:00", None),
    ("2025.12.17", "2025-12-17T00:00:00-05:00", None),
    ("2025/4/9", "2025-04-09T00:00:00-04:00", None),
    ("2024 Jun 30", "2024-06-30T00:00:00-04:00", None),
    ("February 4 2026 - Average reading time: 12 min", "2026-02-04T00:00:00-05:00", None),
    ("Local | Updated: May 3, 2021 12:05 a.m. EDT", None, "2021-05-03T00:05:00-04:00"),
    ("Posted: May 3, 2021 12:00 PM", "2021-05-03T12:00:00-04:00", None),
    ("Published 5:30 p.m. EDT", None, None),
    ("Updated 3 hours ago", None, None),
])  # fmt: skip
def test_date_lines(line, published, updated):
    assert shown(line) == (published, updated)


@pytest.mark.parametrize("line", [
    "Data is updated nightly.",
    "Posted By: Jane Roe",
    "He was posted to a base abroad on May 3, 2003 and served there with many others until the unit was sent home again",
    "The bridge opened on May 3, 2003 and was closed for good last year",
    "Posted: Feb 31, 2019 or so",
    "",
])  # fmt: skip
def test_lines_that_are_no_date_lines(line):
    assert read_date_line(line) in (None, read_date_line("Updated 3 hours ago"))
    assert not any(shown(line) or ())


def test_a_bare_date_is_a_date_line_only_where_no_label_is_asked_for():
    assert read_date_line("May 3, 2003") is not None
    assert read_date_line("May 3, 2003", labelled=True) is None


def test_a_date_among_other_words_is_a_date_line_only_where_it_is_asked_for():
    line = "By Jane Roe of the made-up desk | May 3, 2003 | 7 comments"
    assert read_date_line(line) is None
    loose = read_date_line(line, loose=True)
    assert loose is not None
    assert loose.published == datetime(2003, 5, 3)  # noqa: DTZ001 - naive, as printed


@pytest.mark.parametrize(("line", "day_first", "iso"), [
    ("3/10/2023", False, "2023-03-10"), ("3/10/2023", True, "2023-10-03"), ("23/10/2023", False, "2023-10-23"),
    ("10/23/2023", True, "2023-10-23"), ("2023-03-10", True, "2023-03-10"),
])  # fmt: skip
def test_which_number_is_the_month(line, day_first, iso):
    dates = read_date_line(line, day_first=day_first)
    assert dates is not None
    assert dates.published is not None
    assert dates.published.date().isoformat() == iso


def test_labels():
    assert is_label("Last updated:")
    assert not is_label("Updated May 3")
    assert not is_label("By")
    assert says_published("Posted: May 3, 2003 / Updated: May 4, 2003")
    assert not says_published("Updated: May 4, 2003")


def test_a_time_without_a_zone_is_naive_unless_a_zone_is_given():
    assert shown("Posted: Feb 28, 2019 8:34 AM", None) == ("2019-02-28T08:34:00", None)


def test_without_times_leaves_the_byline():
    assert "By Jane Roe" in without_times("By Jane Roe December 2, 2025")
    assert "2023" not in without_times("Published August 7, 2023 by Jane Roe")


@pytest.mark.parametrize(("text", "iso"), [
    ("2020-10-06T21:38:26+00:00", "2020-10-06T21:38:26+00:00"),
    ("20201123T11:02:35Z", "2020-11-23T11:02:35+00:00"),
    ("2023-11-08 18:09:55", "2023-11-08T18:09:55-05:00"),
    ("Tue, 06 Oct 2020 10:00:00 GMT", "2020-10-06T10:00:00+00:00"),
    ("0001-01-01T00:00:00Z", None),
    ("9999-12-31", None),
    ("soon", None),
    ("", None),
])  # fmt: skip
def test_machine_readable_dates(text, iso):
    when = read_iso(text, EASTERN)
    assert (when.isoformat() if when else None) == iso


@given(st.datetimes(datetime(1991, 1, 1), datetime(2099, 1, 1)))  # noqa: DTZ001 - naive, as printed
def test_what_is_printed_in_the_usual_forms_is_read_back(when):
    minute = when.replace(second=0, microsecond=0)
    for form in (
        "%b %d, %Y %I:%M %p",
        "%B %d, %Y at %I:%M %p",
        "%A, %B %d, %Y %I:%M %p",
        "%m/%d/%Y %H:%M",
        "%Y-%m-%dT%H:%M",
    ):
        dates = read_date_line("Posted: " + minute.strftime(form))
        assert dates is not None
        assert dates.published == minute, form


@given(st.text(max_size=300))
def test_any_line_is_read(text):
    read_date_line(text, EASTERN)
    read_date_line(text, EASTERN, loose=True, day_first=True)
    read_iso(text)
    without_times(text)
