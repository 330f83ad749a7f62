from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.split import split

SHARED = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "../shared/data"))
INDIANAPOLIS = ZoneInfo("America/Indiana/Indianapolis")

STORY = """Clear

Council keeps the old bridge open

The vote was close.

Posted: Feb 3, 2020 8:34 AM
Updated: Feb 3, 2020 9:00 AM
Posted By: Jane Roe

ELMVILLE, Ind. (AP) - The made-up council of Elmville voted on Monday to keep the old bridge open for one more year.

Engineers had said that the bridge would last for ten years more if nothing heavier than a cart went over it.

What happens next

The mayor, who had wanted it closed, said that the town would now have to find the money for new boards.

Share this story

Most Popular Stories

1. A story about a dog
2. A story about a cat
"""


def kinds(text: str) -> list[tuple[str, str]]:
    article = split(text, content_type="text/plain").article
    return [(block.kind, block.text[:12]) for block in article.blocks] if article else []


def test_a_story_with_head_and_widgets():
    result = split(STORY, content_type="text/plain", tz=INDIANAPOLIS)
    article = result.article
    assert article is not None
    assert (article.headline, article.dek) == ("Council keeps the old bridge open", "The vote was close.")
    assert (article.authors, article.agency) == (["Jane Roe"], "AP")
    assert article.published is not None
    assert article.updated is not None
    assert article.published.isoformat() == "2020-02-03T08:34:00-05:00"
    assert article.updated.isoformat() == "2020-02-03T09:00:00-05:00"
    owned = [(block.owner, block.kind) for block in article.blocks]
    assert owned == [
        ("dek", "paragraph"),
        *(("body", kind) for kind in ("paragraph", "paragraph", "heading", "paragraph")),
    ]
    assert article.text == "\n\n".join(block.text for block in article.blocks)
    owners = {block.text: block.owner for block in result.blocks if block.role == "article"}
    assert owners["Posted: Feb 3, 2020 8:34 AM"] == "dateline"
    assert owners["Posted By: Jane Roe"] == "byline"
    assert "Clear" in [block.text for block in result.chrome]


def test_a_story_cut_before_its_date_line():
    text = "Council keeps the old bridge open\n\n" + STORY.split("\n\n")[4] + "\n"
    article = split(text, content_type="text/plain").article
    assert article is not None
    assert article.headline == "Council keeps the old bridge open"
    assert article.published is None


def test_a_story_whose_date_line_stands_at_its_end():
    paragraph = STORY.split("\n\n")[4]
    article = split(
        f"Council keeps the bridge\n\n{paragraph}\n\nLast updated: Feb 3, 2020\n", content_type="text/plain"
    ).article
    assert article is not None
    assert (article.headline, article.text) == ("Council keeps the bridge", paragraph)
    assert article.updated is not None


def test_a_first_paragraph_printed_twice_stays_twice():
    paragraph = STORY.split("\n\n")[4]
    assert len(kinds(f"A title line\n\n{paragraph}\n\n{paragraph}\n")) == 2


@pytest.mark.parametrize("text", ["Clear\n", "Most Popular Stories\n\nOne\n\nTwo\n", "x", "\n \n"])
def test_texts_without_an_article(text):
    assert split(text, content_type="text/plain").article is None


def test_lines_after_the_widgets_are_not_the_story_unless_prose_resumes():
    more = "The second half of the story goes on after the list, with a line that is long enough to be a paragraph.\n\n"
    assert len(kinds(STORY + "\nA lone line here\n")) == len(kinds(STORY))
    assert len(kinds(STORY + "\n\nA heading between\n\n" + more * 2)) >= 6


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason=f"no shared data at {SHARED}")
def test_the_seed():
    page = next((SHARED / "seed").glob("*.txt")).read_bytes()
    result = split(page, content_type="text/plain", tz=INDIANAPOLIS)
    article = result.article
    assert article is not None
    assert article.headline is not None
    assert article.headline.startswith("Takeaways")
    assert article.dek is not None
    assert article.published is not None
    assert article.updated is not None
    assert article.published.isoformat() == "2019-02-28T08:34:00-05:00"
    assert article.updated.isoformat() == "2019-02-28T08:45:00-05:00"
    assert [block.kind for block in article.blocks].count("heading") == 4
    assert not any("°" in block.text or "County" in block.text for block in article.blocks)
    assert {"weather_conditions", "weather_tagline", "radar_links", "case_table"} <= {w.kind for w in result.widgets}
    assert result.chrome == []


def test_a_list_between_the_story_and_a_widget_is_not_the_storys() -> None:
    listed = "Birthday club\nBiscuit\nOld Tom\nDuchess\n"
    popular = (
        "Most Popular Stories\nCouncil keeps the old bridge open\nSchool board picks a new chief for the district\n"
    )
    story = STORY.partition("Share this story")[0].replace("\n\n", "\n")
    result = split(story + listed + popular, content_type="text/plain")
    assert result.article is not None
    assert "Biscuit" not in result.article.text
    assert [(widget.kind, widget.title) for widget in result.widgets] == [
        ("unknown", "Birthday club"),
        ("most_popular", "Most Popular Stories"),
    ]
