"""The rules of metadata where the sources of a page disagree, one page for each: docs/decisions/0100."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.items import Article
from pipelines.split import split
from pipelines.split.stated_times import best_time, date_in_path

CHICAGO = ZoneInfo("America/Chicago")
CAPTURED = datetime(2021, 6, 1, tzinfo=UTC)
TITLE = "Council keeps the old bridge open"
PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "The made-up council of Elmville voted on Monday to keep the old bridge open for one more year, after a long evening.",
        "Engineers had told the members that the bridge would last for ten years more if nothing heavier went over it.",
        "The mayor, who had wanted it closed since the spring, said the town would have to find money for new boards.",
    )
)
SITE = "<meta property='og:site_name' content='Elmville Online'>"


def article(
    under: str = "",
    *,
    ld: object = None,
    head: str = "",
    above: str = "",
    behind: str = "",
    h1: str = f"<h1>{TITLE}</h1>",
    title: str = f"{TITLE} | Elmville Online",
    url: str = "https://www.elmville.test/bridge",
    lang: str = "en-US",
    tz: ZoneInfo | None = None,
) -> Article:
    """The article of a page: `under` stands between headline and story, `behind` after the story."""
    script = f"<script type='application/ld+json'>{json.dumps(ld)}</script>" if ld is not None else ""
    page = (
        f"<html lang='{lang}'><head><title>{title}</title><meta property='og:type' content='article'>{SITE}{head}{script}</head>"
        f"<body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav><main>{above}{h1}{under}"
        f"<div class='story'>{PARAGRAPHS}</div>{behind}</main><footer>Elmville Online, 1 Main Street</footer></body></html>"
    )
    found = split(page, content_type="text/html", url=url, captured_at=CAPTURED, tz=tz).article
    assert found is not None
    return found


def story(**fields: object) -> dict[str, object]:
    return {"@type": "NewsArticle", **fields}


def person(name: str) -> dict[str, object]:
    return {"@type": "Person", "name": name}


# Authors and agency


def test_the_printed_byline_goes_before_what_is_stated():
    found = article("<p class='byline'>By Jane Roe</p>", ld=story(author=person("John Doe")))
    assert found.authors == ["Jane Roe"]


def test_without_a_printed_byline_json_ld_goes_before_meta():
    head = "<meta name='author' content='Ann Poe'>"
    assert article(head=head, ld=story(author=[person("John Doe"), person("Jane Roe")])).authors == [
        "John Doe",
        "Jane Roe",
    ]
    assert article(head=head).authors == ["Ann Poe"]


def test_an_author_of_json_ld_may_be_named_elsewhere_on_the_page():
    ld = {"@graph": [story(author={"@id": "#jane"}), {"@type": "Person", "@id": "#jane", "name": "Jane Roe"}]}
    assert article(ld=ld).authors == ["Jane Roe"]
    inside = story(
        author={"@id": "#jane"}, publisher={"@type": "Organization", "founder": {"@id": "#jane", "name": "Jane Roe"}}
    )
    assert article(ld=inside).authors == ["Jane Roe"]


def test_a_printed_name_takes_the_form_that_is_stated():
    stated = story(author=person("Jane Roe"))
    assert article("<p class='byline'>By JANE ROE</p>", ld=stated).authors == ["Jane Roe"]
    assert article("<p class='byline'>By Jane</p>", ld=stated).authors == ["Jane Roe"]
    assert article("<p class='byline'>By JANE ROE</p>").authors == ["JANE ROE"]


@pytest.mark.parametrize("name", [
    {"@type": "Organization", "name": "Jane Roe Limited"}, person("Elmville Online"), person("News Staff"), person("WXYZ Digital Team"),
    person("admin"), person("undefined"), person("elmville"), person(""), "https://elmville.test/authors/jane", 7, None, [[]],
])  # fmt: skip
def test_who_is_no_author(name):
    assert article(ld=story(author=name)).authors == []


def test_the_agency_is_no_author():
    found = article("<p class='byline'>By The Associated Press</p>", ld=story(author=person("Associated Press")))
    assert (found.authors, found.agency) == ([], "AP")
    assert article(ld=story(author=person("CNN"))).agency == "CNN"


def test_the_site_s_own_name_is_an_author_only_where_it_is_a_person_and_nobody_else_is_said():
    assert article(ld=story(author=person("Jane Roe")), url="https://janeroe.test/a").authors == ["Jane Roe"]
    both = story(author=[person("Jane Roe"), person("John Doe")])
    assert article(ld=both, url="https://janeroe.test/a").authors == ["John Doe"]


def test_a_login_name_is_an_author_only_where_nobody_else_is_said():
    head = "<meta name='author' content='jroe.elm'>"
    assert article(head=head).authors == ["jroe.elm"]
    assert article("<p>By Jane Roe</p>", head=head).authors == ["Jane Roe"]


@pytest.mark.parametrize("line", [
    "<p class='byline'>Reviewed by Jane Roe</p>", "<p class='byline'><span>Photos by</span> <span>Jane Roe</span></p>",
    "<div class='byline'><div>Edited by</div><div>Jane Roe</div></div>", "<p><a href='/category/jane'>Jane Roe</a></p><p>May 3, 2021</p>",
])  # fmt: skip
def test_others_who_worked_on_a_story_are_not_its_authors(line):
    assert article(line).authors == []


def test_authors_in_lines_of_their_own():
    two = "<div class='author'><a href='/author/jane-roe'>Jane Roe</a></div><div class='author'><a href='/author/john-doe'>John Doe</a></div>"
    assert article(two).authors == ["Jane Roe", "John Doe"]
    assert article("<div>By</div><div>Jane Roe</div><div>Reporter</div>").authors == ["Jane Roe"]
    assert article("<div>May 3, 2021</div><div>By</div><div>Staff</div>").authors == []


def test_a_name_alone_under_the_headline_is_the_author_s_where_the_page_says_so_again():
    alone = "<div>Jane Roe</div><div>May 3, 2021</div>"
    assert article(alone).authors == []
    assert article(alone, behind="<div class='bio'>Jane Roe</div>").authors == ["Jane Roe"]
    assert article("<div>Jane Roe</div>", behind="<a href='/staff/jane-roe'>More</a>").authors == ["Jane Roe"]
    assert article("<div>Key Findings</div>", behind="<h2>Key Findings</h2>").authors == []


def test_the_author_may_be_named_behind_the_story():
    assert article(behind="<div class='author-card'>Written by <b>Jane Roe</b></div>").authors == ["Jane Roe"]
    assert article(behind="<p>Last updated May 3, 2021 by <a href='/'>Jane Roe</a></p>").authors == ["Jane Roe"]
    comments = (
        "<div id='comments'><div class='comment-author'>Jane Roe</div><div>A made-up remark on boards.</div></div>"
    )
    assert article(behind=comments).authors == []


# Times


def published(*args: str, **words: object) -> str | None:
    when = article(*args, **words).published  # type: ignore[arg-type]
    return when.isoformat() if when else None


def updated(*args: str, **words: object) -> str | None:
    when = article(*args, **words).updated  # type: ignore[arg-type]
    return when.isoformat() if when else None


def test_a_printed_time_takes_the_zone_in_which_it_is_the_stated_moment():
    line, stated = "<p>Published May 3, 2021 at 6:09 p.m.</p>", story(datePublished="2021-05-04T00:09:31Z")
    assert published(line, ld=stated) == "2021-05-03T18:09:00-06:00"
    assert published(line, ld=story(datePublished="2021-05-04T00:10:31Z")) == "2021-05-03T18:09:00"
    assert published(line, ld=stated, tz=CHICAGO) == "2021-05-03T18:09:00-05:00"


def test_a_date_without_a_label_is_the_update_s_where_the_page_states_both():
    stated = story(datePublished="2020-01-02T10:00:00Z", dateModified="2021-05-03T10:00:00Z")
    assert published("<p>May 3, 2021</p>", ld=stated) == "2020-01-02T10:00:00+00:00"
    assert published("<p>Posted: May 3, 2021</p>", ld=stated) == "2021-05-03T00:00:00"
    assert updated("<p>Updated: May 4, 2021</p>", ld=stated) == "2021-05-04T00:00:00"


def test_month_and_day_are_read_as_the_page_states_them_elsewhere():
    assert published("<p>3/4/2021</p>") == "2021-03-04T00:00:00"
    assert published("<p>3/4/2021</p>", lang="en-GB") == "2021-04-03T00:00:00"
    assert published("<p>3/4/2021</p>", url="https://elmville.test/2021/april/3/bridge") == "2021-04-03T00:00:00"
    assert published("<p>3/4/2021</p>", ld=story(datePublished="2021-04-03T09:00:00Z")) == "2021-04-03T09:00:00+00:00"


def test_meta_names_that_are_not_known_but_sound_like_it():
    assert published(head="<meta name='story-publish-date' content='2021-05-03'>") == "2021-05-03T00:00:00"
    assert updated(head="<meta name='Updated Date' content='2021-05-04'>") == "2021-05-04T00:00:00"
    known = "<meta name='story-publish-date' content='2021-05-03'><meta property='article:published_time' content='2021-05-02'>"
    assert published(head=known) == "2021-05-02T00:00:00"


def test_json_ld_of_a_kind_inside_another_and_of_several_articles():
    inside = {"@type": "WebPage", "mainEntity": story(datePublished="2021-05-03")}
    assert published(ld=inside) == "2021-05-03T00:00:00"
    several = [
        story(headline="Another made-up story", datePublished="2020-01-01"),
        story(headline=TITLE, datePublished="2021-05-03"),
    ]
    assert published(ld=several) == "2021-05-03T00:00:00"
    assert published(ld=[{"@type": "ImageObject", "datePublished": "2021-05-03"}]) is None
    assert published(ld={"@type": "Recipe", "datePublished": "2021-05-03"}) == "2021-05-03T00:00:00"


def test_microdata_and_time_elements():
    assert (
        published("<span itemprop='datePublished' content='2021-05-03T10:00:00Z'>yesterday</span>")
        == "2021-05-03T10:00:00+00:00"
    )
    assert published("<time datetime='2021-05-03T10:00:00Z'>3 weeks ago</time>") == "2021-05-03T10:00:00+00:00"
    changed = "<time datetime='2021-05-03T10:00:00Z'>a while ago</time><p>Updated <time datetime='2021-05-04T10:00:00Z'>just now</time></p>"
    assert published(changed) == "2021-05-03T10:00:00+00:00"
    assert updated(changed) == "2021-05-04T10:00:00+00:00"
    assert published(behind="<div class='related-stories'><time datetime='2021-05-03'>then</time></div>") is None


def test_the_date_in_the_address_is_believed_when_nothing_is_printed_or_stated():
    url = "https://elmville.test/2021/05/03/bridge"
    assert published(url=url) == "2021-05-03T00:00:00"
    assert published("<p>May 2, 2021</p>", url=url) == "2021-05-02T00:00:00"
    assert published(url="https://elmville.test/2031/05/03/bridge") is None


@pytest.mark.parametrize(("url", "day"), [
    ("https://a.test/2021/5/3/x", "2021-05-03"), ("https://a.test/x-20210503.html", "2021-05-03"), ("https://a.test/2021-05-03/", "2021-05-03"),
    ("https://a.test/2021/may/03/x", "2021-05-03"), ("https://a.test/?d=2021/05/03/", None), ("https://a.test/2021/13/40/x", None),
    ("https://a.test/2021/02/31/x", None), ("https://a.test/story-20219999", None), (None, None), ("", None),
])  # fmt: skip
def test_dates_in_addresses(url, day):
    found = date_in_path(url)
    assert (found.date().isoformat() if found else None) == day


def test_a_date_line_behind_the_story_and_labels_in_lines_of_their_own():
    assert published(behind="<div>Published On: May 3, 2021</div>") == "2021-05-03T00:00:00"
    assert published(behind="<dl><dt>Published</dt><dd>May 3, 2021</dd></dl>") == "2021-05-03T00:00:00"
    assert updated(behind="<p>Page last modified May 3, 2021</p>") == "2021-05-03T00:00:00"
    assert (
        published("<div>Updated</div><div>May 3, 2021</div>"),
        updated("<div>Updated</div><div>May 3, 2021</div>"),
    ) == (
        None,
        "2021-05-03T00:00:00",
    )


def test_today_s_date_at_the_top_of_a_page_is_not_the_story_s():
    assert published(above="<div>Tuesday, June 1, 2021</div>") is None
    assert published(above="<div>June 1, 2021</div>") is None
    assert published(above="<div>May 3, 2021</div>") == "2021-05-03T00:00:00"


def test_an_update_before_the_publication_and_times_after_the_capture_are_not_believed():
    stated = story(datePublished="2021-05-03T10:00:00Z", dateModified="2021-05-02T10:00:00Z")
    assert (published(ld=stated), updated(ld=stated)) == ("2021-05-03T10:00:00+00:00", None)
    assert published(ld=story(datePublished="2022-05-03")) is None


FIRST, LAST = datetime(1990, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - zones are drawn


@given(
    st.none() | st.datetimes(FIRST, LAST),
    st.lists(st.datetimes(FIRST, LAST, timezones=st.none() | st.timezones()), max_size=4),
)
def test_any_times_are_weighed(printed, others):
    found = best_time(printed, others, CAPTURED)
    assert found is not None or printed is None


# Headline, section, tags, images


@pytest.mark.parametrize("h1", [
    f"<h1>{TITLE} | Elmville Online</h1>", f"<h1><span>May 3, 2021</span> {TITLE}</h1>", f"<h1>Elmville Online</h1><h2>{TITLE}</h2>",
    f"<h1>Elmville Online</h1><div class='big'>{TITLE}</div>", "",
])  # fmt: skip
def test_the_headline_is_the_title_that_is_shown_without_what_is_not_its_own(h1):
    assert article(h1=h1).headline == TITLE


def test_the_only_h1_is_the_headline_also_when_the_title_says_it_in_other_words():
    crumb = "<div class='breadcrumb'>A vote on boards</div>"
    found = article(
        above=crumb, h1="<h1>Elmville to find money for bridge</h1>", title="A vote on boards | Elmville Online"
    )
    assert found.headline == "Elmville to find money for bridge"


def test_a_headline_that_is_only_stated_loses_the_section_behind_it():
    title = f"{TITLE} | Local | Elmville Online"
    assert article(h1="", title=title, head="<meta property='article:section' content='Local'>").headline == TITLE
    assert article(h1="", title=f"{TITLE} &amp; closed | District").headline == f"{TITLE} & closed"
    assert (
        article(h1="", title="Elmville | Bridge stays open for one more year").headline
        == "Elmville | Bridge stays open for one more year"
    )


def test_the_section_is_the_last_breadcrumb_above_the_story():
    items = [{"@type": "ListItem", "name": name} for name in ("Home", "News", "Local &amp; State", TITLE)]
    assert article(ld={"@type": "BreadcrumbList", "itemListElement": items}).section == "Local & State"
    shown = "<div class='breadcrumbs'><a href='/'>Home</a> / <a href='/news'>News</a> / <a href='/news/local'>Local</a></div>"
    assert article(above=shown).section == "Local"
    assert article(above=shown, ld=story(articleSection="Politics")).section == "Politics"
    assert article(above=shown, head="<meta property='article:section' content='State'>").section == "State"


def test_tags_are_read_from_links_where_nothing_states_them():
    links = "<p>Tags: <a rel='tag' href='/tag/bridges'>Bridges</a>, <a rel='tag' href='/tag/council'>Council</a></p>"
    assert article(behind=links).tags == ["Bridges", "Council"]
    assert article(behind=links, head="<meta name='news_keywords' content='boards'>").tags == ["boards"]


def test_the_lead_image_is_stated_by_og_json_ld_or_twitter():
    ld = story(image={"@type": "ImageObject", "url": "/b.jpg"})
    og = "<meta property='og:image' content='https://elmville.test/a.jpg'>"
    assert article(head=og, ld=ld).images[0].src == "https://elmville.test/a.jpg"
    assert article(ld=ld).images[0].src == "https://www.elmville.test/b.jpg"
    assert (
        article(head="<meta name='twitter:image' content='//elmville.test/c.jpg'>").images[0].src
        == "https://elmville.test/c.jpg"
    )
    assert article(ld=story(image=["data:image/png;base64,AA"])).images == []


def test_a_description_that_is_not_shown_is_no_dek_and_the_headline_is_none_either():
    head = "<meta name='description' content='A made-up vote on boards.'>"
    assert article(head=head).dek is None
    assert article("<p class='dek'>A made-up vote on boards.</p>", head=head).dek == "A made-up vote on boards."
    assert article(f"<p class='subtitle'>{TITLE}</p>").dek is None
