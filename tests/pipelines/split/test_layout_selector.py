"""The selectors of layouts: what they name, and which names are worth one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.split.html_runs import read_html
from pipelines.split.layout_selector import is_stable, read_selector, selectors_of

PAGE = """<body><div id="top" class="bar post-71204">x</div>
<div class="story wide"><p>One.</p><div>Two.</div></div><article itemprop="articleBody">Three.</article></body>"""


def named(text: str, html: str = PAGE) -> list[str]:
    document = read_html(html)
    selector = read_selector(text)
    return [" ".join(r.text for r in document.runs[e.start : e.end]) for e in document.elements if selector.fits(e)]


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("div#top", ["x"]),
        ("div.story", ["One. Two."]),
        ("div.wide.story", ["One. Two."]),
        ("div.story.narrow", []),
        ("p.story", []),
        ("div.story > div", ["Two."]),
        ("div.story>p", ["One."]),
        ("body > p", []),
        ("article[itemprop=articleBody]", ["Three."]),
        ('article[itemprop="articleBody"]', ["Three."]),
        ("/html/body/div[2]", ["One. Two."]),
        ("/html/body/div[2]/div", ["Two."]),
        ("/html/body/div[3]", []),
        ("/body/div[2]", []),
    ],
)
def test_what_a_selector_names(selector, texts):
    assert named(selector) == texts


@pytest.mark.parametrize(
    "text",
    ["", ">", "div..x", "div#a#b", "div p", "div:hover", "div[2]", ".x", "div > ", "//div", "div.1x", "DIV", "é" * 400],
)
def test_what_is_no_selector(text):
    with pytest.raises(ValueError, match=r"is no step|two ids|are the most"):
        read_selector(text)


@pytest.mark.parametrize(
    ("name", "stable"),
    [
        ("entry-content", True), ("storyBody", True), ("article__body", True), ("col-xl-9", True), ("mt-4", True), ("iFrame", True),
        ("post-71204", False), ("css-1q2w3e", False), ("sc-bdVaJa", False), ("bdVaJa", False), ("styles_body__3kX9z", False),
        ("md:w-1/2", False), ("", False), ("1st", False), ("x" * 61, False),
    ],
)  # fmt: skip
def test_names_that_somebody_chose(name, stable):
    assert is_stable(name) is stable


def test_an_element_without_a_name_is_named_by_its_parent():
    document = read_html(PAGE)
    inner = next(e for e in document.elements if e.tag == "div" and e.parent and "story" in e.parent.names)
    assert list(selectors_of(inner)) == ["div.story.wide > div", "/html/body[1]/div[2]/div[1]"]


NAMES = st.from_regex(r"[a-zA-Z_-][a-zA-Z0-9_-]{0,8}", fullmatch=True)


@given(st.sampled_from(["div", "section", "article", "td"]), st.lists(NAMES, max_size=5), st.one_of(st.none(), NAMES))
def test_every_selector_of_an_element_can_be_read_and_names_it(tag, classes, identity):
    html = f'<body><{tag} class="{" ".join(classes)}"{f" id={identity!r}" if identity else ""}>Words.</{tag}></body>'
    document = read_html(html)
    for element in document.elements:
        for text in selectors_of(element):
            assert read_selector(text).fits(element)
            assert str(read_selector(text)) == text
        assert read_selector(element.xpath()).fits(element)
