"""Characters that lxml reads and does not write."""

from __future__ import annotations

from pipelines.split import split


def test_a_control_character_behind_an_element_that_is_taken_out():
    hidden = "<div style='display:none'>unseen</div>&#1; after it"
    text = "The county board met on Monday and spoke of the bridge for two hours and then of the fair. "
    page = (
        f"<html><body><article><h1>Board meets</h1>{''.join(f'<p>{text * 3}</p>{hidden}' for _ in range(5))}</article>"
    )
    result = split(page.encode(), content_type="text/html")
    assert result.article is not None
    assert not any("unseen" in block.text for block in result.blocks)
