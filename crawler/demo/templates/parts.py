"""What the templates share: a view of one page, and escaped bits of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from crawler.demo.board import Planted, story_links
from crawler.demo.stories import Story

MENU = (("News", "/news/"), ("Weather", "/weather/"), ("Sports", "/sports/"), ("Community", "/community/"))
DISCLAIMER = "WDEMO is a made-up station for trying out software. Its stories and its figures are invented."


@dataclass(frozen=True, slots=True)
class View:
    """One page to be drawn. `story` is None on fronts and on pages of widgets only, which show `listing` instead.

    `planted` are the widgets beside the story or the listing, `others` the stories that a page leads on to.
    """

    base: str
    path: str
    title: str
    at: datetime
    planted: tuple[Planted, ...]
    story: Story | None = None
    listing: tuple[Story, ...] = ()
    others: tuple[Story, ...] = ()

    @property
    def url(self) -> str:
        """The page's own address."""
        return self.base + self.path

    @property
    def widgets(self) -> tuple[Planted, ...]:
        """All that is to be found on the page: what is planted, and the stories of a front, headlines too."""
        if not self.listing:
            return self.planted
        return (*self.planted, Planted("headlines", story_links(self.base, list(self.listing)), title=self.title))

    def of(self, kind: str) -> Iterator[Planted]:
        """The widgets of one kind, in order."""
        return (widget for widget in self.planted if widget.kind == kind)


def link(item: dict[str, Any], attributes: str = "") -> str:
    """An `a` element."""
    return f'<a{" " + attributes if attributes else ""} href="{escape(item["href"])}">{escape(item["text"])}</a>'


def items(widget: Planted, attributes: str = "") -> str:
    """The links of a widget as `li` elements."""
    opening = f"<li {attributes}>" if attributes else "<li>"
    return "\n".join(f"{opening}{link(item)}</li>" for item in widget.data)


def body(story: Story, paragraph: str = "<p>{}</p>", heading: str = "h2") -> list[str]:
    """The story's blocks as elements; neighbouring list items share one list."""
    out: list[str] = []
    for kind, text in story.blocks:
        words = escape(text, quote=False)
        if kind == "list":
            opening = "" if out and out[-1].endswith("</ul>") else "<ul>"
            if not opening:
                out[-1] = out[-1].removesuffix("</ul>")
                out[-1] += f"<li>{words}</li></ul>"
            else:
                out.append(f"<ul><li>{words}</li></ul>")
        elif kind == "heading":
            out.append(f"<{heading}>{words}</{heading}>")
        elif kind == "quote":
            out.append(f"<blockquote><p>{words}</p></blockquote>")
        else:
            out.append(paragraph.format(words))
    return out


def date_line(moment: datetime) -> str:
    """`Mar 2, 2021 8:04 AM`, as several systems print it, whatever the locale of the machine."""
    return f"{month(moment)[:3]} {moment.day}, {moment.year} {clock(moment)}"


def clock(moment: datetime) -> str:
    """`8:04 AM`."""
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'AM' if moment.hour < 12 else 'PM'}"


def month(moment: datetime) -> str:
    """The English name of the month."""
    return (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    )[moment.month - 1]  # fmt: skip
