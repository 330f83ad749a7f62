from __future__ import annotations

import pytest

from pipelines.split.text_runs import read_text
from pipelines.widgets.bullets import without_bullets
from pipelines.widgets.registry import find_widgets


@pytest.mark.parametrize(
    ("lines", "bare"),
    [
        (
            "- Ferry fares rise\n* Two bridges close\n• Mill sold",
            ["Ferry fares rise", "Two bridges close", "Mill sold"],
        ),
        ("* WHAT...Snow\n* Snow day", ["* WHAT...Snow", "Snow day"]),
        ("-4°\n- 4°", ["-4°", "- 4°"]),
        ("- Morrow\n- 4°\n- 7°", ["Morrow", "4°", "7°"]),
    ],
)
def test_marks_of_lists(lines: str, bare: list[str]) -> None:
    assert [run.text for run in without_bullets(read_text(lines)).runs] == bare


def test_degrees_behind_a_bullet_are_not_below_zero() -> None:
    towns = "- Morrow\n- Clear\n- 72°\n- Hi: 80° Lo: 60°\n- Harlan\n- Clear\n- 70°\n- Hi: 81° Lo: 58°\n"
    (widget,) = find_widgets(read_text(towns))
    assert isinstance(widget.data, list)
    assert [row["temperature"] for row in widget.data] == [72, 70]
