"""Classes of wrong words: on pages of other people by rules, on made pages by what each text was made as."""

from __future__ import annotations

import pytest

from benchmarks.split import classes, news_classes
from benchmarks.split.pages import LabelledPage

STORY = "The creek rose past its banks on Monday night and closed both roads to the mill."
DEK = "Both roads to the mill are closed until the water falls."
PAGE = LabelledPage(
    "made",
    "https://station.test/news/creek",
    f"""<html><head><title>Creek over its banks | WZZQ</title><meta name="description" content="{DEK}"></head><body>
    <ul><li><a href="/n">News</a></li><li><a href="/w">Weather</a></li><li><a href="/s">Sports</a></li></ul>
    <h1>Creek over its banks</h1><p>{DEK}</p><article><p>{STORY}</p></article>
    <h3><a href="/2">Ferry is back after a summer of repairs</a></h3>
    <p>Ada Moss joined the station in 2011 and lives by the river with two dogs.</p>
    <p>Sign up for the newsletter of the station.</p></body></html>""".encode(),
    STORY,
    pieces=(
        ("body", STORY),
        ("headline", "Creek over its banks"),
        ("bio", "Ada Moss"),
        ("bio", "joined the station in 2011."),
    ),
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (STORY, classes.REPEATED),
        ("Creek over its banks", classes.HEADLINE),
        (DEK, classes.HEADLINE),
        ("News | Weather | Sports", classes.LINKS),
        ("Ferry is back after a summer of repairs", classes.TEASERS),
        ("Sign up for the newsletter of the station.", classes.PROMOTIONS),
        ("Ada Moss joined the station in 2011 and lives by the river with two dogs.", classes.OTHERS),
        (f"{STORY} (Photo: WZZQ)", classes.INSIDE),
    ],
)
def test_the_class_of_a_line_beside_the_story(line, kind):
    shown = line if kind == classes.INSIDE else f"{STORY}\n{line}"
    counts = classes.classed(PAGE, shown)
    assert set(counts) == {kind}


def test_no_wrong_words_no_classes():
    assert not classes.classed(PAGE, STORY)
    assert not news_classes.classed(PAGE, STORY)


def test_texts_of_made_pages_are_of_the_class_that_they_were_made_as():
    counts = news_classes.classed(PAGE, f"Creek over its banks\n{STORY}\n{STORY}\nAda Moss joined the station in 2011.")
    assert counts == {classes.HEADLINE: 4, classes.REPEATED: 16, classes.OTHERS: 7}


def test_words_that_the_page_does_not_show_are_said_to_be_so():
    assert set(news_classes.classed(PAGE, f"{STORY}\nInvented entirely elsewhere")) == {news_classes.NOWHERE}
