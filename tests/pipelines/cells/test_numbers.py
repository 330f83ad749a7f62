from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cells.numbers import strict_count, to_int


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("1234", 1234),
        (" 1,234,567 ", 1234567),
        ("1.234.567", 1234567),
        ("1 234", 1234),
        ("1\u202f234", 1234),
        ("12’345", 12345),
        ("412*", 412),
    ],
)
def test_counts_in_the_formats_that_pages_use(text: str, number: int) -> None:
    assert to_int(text) == number


@pytest.mark.parametrize(
    "text", ["", "-", "N/A", "<5", "5%", "1.5", "12,34", "1,234.567", "1,2345", "²", "٣", "1" * 5000]
)
def test_what_is_no_count(text: str) -> None:
    assert to_int(text) is None


@given(st.integers(0, 10**12), st.sampled_from([",", ".", " ", "\u00a0", "’"]))
def test_grouping_is_undone(number: int, separator: str) -> None:
    assert to_int(f"{number:,}".replace(",", separator)) == number


def test_a_glued_number_has_no_leading_zero_and_keeps_to_its_tables_format() -> None:
    assert strict_count("0", grouped=False) == 0
    assert strict_count("05", grouped=False) is None
    assert strict_count("1,234", grouped=True) == 1234
    assert strict_count("1234", grouped=True) is None
    assert strict_count("1,234", grouped=False) is None
    assert strict_count("", grouped=False) is None
