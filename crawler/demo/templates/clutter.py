"""What stands around and inside the stories of a station that sells itself: nobody's story, and written like one."""

from __future__ import annotations

from html import escape

from crawler.demo.clock import draw
from crawler.demo.stories import Story

BIOS = {
    "Jody Fairbairn": "Jody Fairbairn joined the newsroom in 2014 and covers the county's councils and courts. She grew up two streets from the river and has never quite stopped writing about it.",
    "Ruth Ellery": "Ruth Ellery reports on schools and on the people who work in them. Before she came to the station she taught seventh grade for nine years, and she still corrects her colleagues' commas.",
    "Samuel Abernant": "Samuel Abernant is the station's evening producer. He has covered four floods and two state championships, and will tell you which of them kept him up longer.",
    "Tess Quillan": "Tess Quillan came to Elm Grove from a paper in the hills, where she was reporter, photographer and delivery driver. She now covers roads, weather and whatever falls on them.",
}
PROMISES = (
    "Download the WDEMO app for the latest news and weather wherever you are, and choose the alerts that matter to you and your family.",
    "WDEMO 14 is on your side every morning from five. Watch us over the air, on your provider or on any device that streams.",
)
RIGHTS = "Copyright 2021 WDEMO. All rights reserved. This material may not be published, broadcast, rewritten or redistributed without permission."
LETTER = "Get the day's stories in your inbox every evening. Sign up for the newsletter that thousands of your neighbors read with their supper."
RULES = "We welcome comments that are civil and on the subject. Those that are not are taken down, and whoever writes them again and again may lose the right to comment at all."


def bio(story: Story) -> str:
    """Who wrote the story."""
    return BIOS[story.author]


def promise(story: Story) -> str:
    """What the station says of itself in the middle of a story."""
    return PROMISES[draw(f"promise/{story.number}", len(PROMISES))]


def teasers(stories: list[Story], form: str) -> str:
    """Other stories, each with its beginning; `form` has the fields `path`, `headline`, `dek` and `opening`."""
    return "\n".join(
        form.format(
            path=story.path,
            headline=escape(story.headline, quote=False),
            dek=escape(story.dek, quote=False),
            opening=escape(story.blocks[0][1], quote=False),
        )
        for story in stories
    )
