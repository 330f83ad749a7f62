from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pipelines.items import Split
from pipelines.split import split

CHICAGO = ZoneInfo("America/Chicago")
CAPTURED = datetime(2021, 6, 1, tzinfo=UTC)
PARAGRAPHS = (
    "The made-up council of Elmville voted on Monday to keep the old bridge open for one more year, after a long evening.",
    "Engineers had told the members that the bridge would last for ten years more if nothing heavier went over it.",
    "The mayor, who had wanted it closed since the spring, said the town would have to find money for new boards.",
)
HEAD = (
    "<html lang=en-US><head><title>Council keeps the old bridge open | Elmville News</title>"
    "<meta property='og:title' content='Council keeps the old bridge open'><meta property='og:site_name' content='Elmville News'>"
    "<meta property='og:type' content='article'><link rel=canonical href='/bridge'>"
    "<meta property='article:section' content='Local'><meta name=keywords content='bridge, Council, bridge'>"
)
TOP = (
    "</head><body><nav><ul><li><a href='/'>Home</a><li><a href='/news'>News</a></ul></nav>"
    "<article><h1>Council keeps the old bridge open</h1><h2 class=dek>The vote was close.</h2>"
    "<div class=byline>By <a href='/authors/jane-roe'>Jane Roe</a>, Associated Press</div>"
    "<div>Posted: Feb 3, 2020 / 08:34 AM CST / Updated: Feb 3, 2020 / 09:00 AM CST</div>"
)
BODY = (
    f"<p>{PARAGRAPHS[0]}</p><h3>What engineers say</h3><p>{PARAGRAPHS[1]}</p><ul><li>It needs forty new boards soon</ul>"
    f"<figure><img src='/bridge.jpg' alt='A bridge'><figcaption>The old bridge in May</figcaption></figure><p>{PARAGRAPHS[2]}</p>"
    "<p>Copyright 2020 Elmville News. All rights reserved.</p></article>"
)
PAGE = HEAD + TOP + BODY + "<footer>Elmville News, 1 Main Street</footer>"


def story(page: str, **words: object) -> Split:
    return split(page, content_type="text/html", url="https://elmville.test/bridge?x=1", captured_at=CAPTURED, **words)  # type: ignore[arg-type]


def test_a_story_of_a_station():
    result = story(PAGE)
    article = result.article
    assert article is not None
    assert (article.headline, article.dek) == ("Council keeps the old bridge open", "The vote was close.")
    assert (article.authors, article.agency) == (["Jane Roe"], "AP")
    assert article.published is not None
    assert article.updated is not None
    assert article.published.isoformat() == "2020-02-03T08:34:00-06:00"
    assert article.updated.isoformat() == "2020-02-03T09:00:00-06:00"
    assert (article.section, article.tags, article.language) == ("Local", ["bridge", "Council"], "en-US")
    assert article.canonical_url == "https://elmville.test/bridge"
    assert article.text.startswith("The vote was close.\n\n")
    kinds = [block.kind for block in article.blocks if block.kind != "caption" and block.owner != "dek"]
    assert kinds == ["paragraph", "heading", "paragraph", "list", "paragraph"]
    assert [(image.src, image.alt, image.caption) for image in article.images] == [
        ("https://elmville.test/bridge.jpg", "A bridge", "The old bridge in May")
    ]
    owners = {block.text: block.owner for block in result.blocks if block.role == "article"}
    assert owners["By Jane Roe, Associated Press"] == "byline"
    chrome = {block.text for block in result.chrome}
    assert {"Home", "News", "Copyright 2020 Elmville News. All rights reserved."} <= chrome
    assert ("Home", "https://elmville.test/") in [(link.text, link.href) for link in result.links]
    assert (result.title, result.language) == ("Council keeps the old bridge open | Elmville News", "en-US")


def test_a_headline_that_is_only_stated_loses_the_name_of_the_site():
    page = PAGE.replace("<h1>Council keeps the old bridge open</h1>", "").replace(
        "'Council keeps", "'Elmville: Council keeps"
    )
    article = story(page.replace("bridge open'", "bridge open - Elmville News'")).article
    assert article is not None
    assert article.headline == "Elmville: Council keeps the old bridge open"


def test_a_heading_of_the_body_is_not_the_headline():
    page = PAGE.replace("<h3>What engineers say</h3>", "<h2>Council keeps the old bridge open</h2>")
    article = story(page).article
    assert article is not None
    assert article.blocks[1].text == PARAGRAPHS[0]


def test_a_dek_that_is_the_first_paragraph_is_told_once():
    result = story(PAGE.replace("The vote was close.", PARAGRAPHS[0]))
    assert result.article is not None
    assert result.article.dek == PARAGRAPHS[0]
    assert [block.owner for block in result.blocks if block.text == PARAGRAPHS[0]] == ["dek", "body"]
    assert result.article.text.count(PARAGRAPHS[0]) == 1


def test_headings_that_end_a_story_are_dropped_but_not_a_list_of_headings():
    items = "".join(f"<li><h3>A board for the bridge, number {number}</h3></li>" for number in range(5))
    ended = story(PAGE.replace("<p>Copyright", "<h3>More stories</h3><p>Copyright")).article
    listed = story(PAGE.replace("<p>Copyright", f"<ul>{items}</ul><p>Copyright")).article
    assert ended is not None
    assert listed is not None
    assert ended.blocks[-1].text == PARAGRAPHS[2]
    assert listed.text.count("A board for the bridge") == 5


def with_ld(text: str) -> str:
    return PAGE.replace("</head>", f"<script type='application/ld+json'>{text}</script></head>")


def test_a_printed_time_goes_before_a_stated_one():
    article = story(with_ld('{"@type": "NewsArticle", "datePublished": "2019-01-01T00:00:00Z"}')).article
    assert article is not None
    assert article.published is not None
    assert article.published.year == 2020


def test_a_printed_day_takes_the_time_of_day_that_is_stated_for_it():
    page = with_ld('{"@type": "NewsArticle", "datePublished": "2020-02-03T14:34:00Z"}').replace(" / 08:34 AM CST", "")
    article = story(page, tz=CHICAGO).article
    assert article is not None
    assert article.published == datetime(2020, 2, 3, 14, 34, tzinfo=UTC)


def test_without_a_printed_line_the_stated_times_count_but_none_after_the_capture():
    page = with_ld('{"@type": "NewsArticle", "datePublished": "2031-01-01", "dateModified": "2020-03-01T10:00:00"}')
    page = page.replace("Posted: Feb 3, 2020 / 08:34 AM CST / Updated: Feb 3, 2020 / 09:00 AM CST", "")
    page = page.replace("</head>", "<meta property='article:published_time' content='2020-02-03T08:00:00'></head>")
    article = story(page, tz=CHICAGO).article
    assert article is not None
    assert article.published == datetime(2020, 2, 3, 8, tzinfo=CHICAGO)
    assert article.updated == datetime(2020, 3, 1, 10, tzinfo=CHICAGO)


def test_a_naive_time_stays_naive_without_a_zone():
    article = story(PAGE.replace(" CST", "")).article
    assert article is not None
    assert article.published == datetime(2020, 2, 3, 8, 34)  # noqa: DTZ001 - naive is the point


def test_organisations_are_not_authors():
    page = with_ld(
        '{"@type": "NewsArticle", "author": [{"@type": "Organization", "name": "Elmville News"}, {"name": "John Doe"}]}'
    ).replace("By <a href='/authors/jane-roe'>Jane Roe</a>, Associated Press", "")
    article = story(page).article
    assert article is not None
    assert article.authors == ["John Doe"]


def test_the_bio_of_the_author_and_headings_after_the_story_are_not_the_story():
    page = PAGE.replace(
        "</article>",
        "<h3>Local News</h3><p>Jane Roe joined the staff in 2019. She lives in Elmville with two dogs and a boat.</p></article>",
    )
    article = story(page).article
    assert article is not None
    assert article.blocks[-1].text == PARAGRAPHS[2]


def test_a_widget_is_not_the_story_and_its_second_copy_names_the_first():
    widget = "<div class='widget'><h3>Most Popular Stories</h3><ul>" + "".join(
        f"<li><a href='/s{n}'>Story number {n} of the made-up town</a></li>" for n in range(5)
    ) + "</ul></div>"  # fmt: skip
    result = story(PAGE.replace("<footer>", f"<aside>{widget}</aside><aside>{widget}</aside><footer>"))
    assert [(w.kind, w.title, w.duplicate_of) for w in result.widgets] == [
        ("most_popular", "Most Popular Stories", None),
        ("most_popular", "Most Popular Stories", 0),
    ]
    assert result.widgets[0].where.startswith("/html/body")
    assert result.article is not None
    assert "number 3" not in result.article.text


def test_a_list_that_nobody_has_named_is_kept_with_its_title_and_links():
    listing = (
        "<div class=box><h3>Boats of the week</h3><a href='/a'>A red boat</a><br><a href='/b'>A blue boat</a></div>"
    )
    result = story(PAGE.replace("<footer>", f"<aside>{listing}</aside><footer>"))
    unknown = [widget for widget in result.widgets if widget.kind == "unknown"]
    assert [(widget.title, widget.data) for widget in unknown] == [
        (
            "Boats of the week",
            [
                {"text": "A red boat", "href": "https://elmville.test/a"},
                {"text": "A blue boat", "href": "https://elmville.test/b"},
            ],
        )
    ]


@pytest.mark.parametrize("page", [
    "<title>Front</title><h1>Elmville News</h1><ul><li><a href='/1'>One</a><li><a href='/2'>Two</a></ul>",
    "<p>Not found.</p>", "", "<body hidden><p>" + PARAGRAPHS[0],
])  # fmt: skip
def test_pages_without_an_article(page):
    assert story(page).article is None
