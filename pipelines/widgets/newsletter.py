"""`newsletter`: an offer to subscribe by mail. Data: `{headline, href}`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.split.document import Document, Element, Found, Run
from pipelines.widgets.menu_lines import in_menu_line
from pipelines.widgets.page_regions import in_menu_or_footer, is_page
from pipelines.widgets.page_words import named_elements, names_of, runs_opening

_NAMES = (
    "newsletter",
    "sailthru",
    "signup",
    "sign-up",
    "subscribe-form",
    "mailchimp",
    "mc_embed",
)
_SAYS = re.compile(r"newsletter|e-?mail|inbox|sign ?up|subscribe|alerts", re.IGNORECASE)
_OFFER = re.compile(
    r"(?:sign ?up|subscribe|register|join)\b.{0,60}\b(?:newsletters?|e-?mails?(?: alerts?| updates?)?|inbox|mailing list|daily digest)\b.{0,60}|get .{3,60} (?:delivered |sent |straight |right )?(?:to|in) your (?:inbox|e-?mail).{0,20}|(?:daily |weekly |free |our )*newsletters?(?: sign ?-?up)?\W*",
    re.IGNORECASE,
)
_OPENING = (
    "sign",
    "signup",
    "subscribe",
    "register",
    "join",
    "get",
    "daily",
    "weekly",
    "free",
    "our",
    "newsletter",
    "newsletters",
)
"""The first words of an offer."""
_BUTTON = re.compile(
    r"(?:enter )?(?:your )?e-?mail(?: address)?\W*|sign ?up(?: now| here)?\W*|subscribe(?: now)?\W*|submit|close|×|join|first name|last name|zip(?: code)?|thank(?:s| you).{0,60}|success.{0,60}|by (?:clicking|signing|submitting|subscribing).{0,200}|privacy policy|terms.{0,40}",
    re.IGNORECASE,
)
_SUBMIT = re.compile(r"sign ?up(?: now| here)?\W*|submit", re.IGNORECASE)
_LONGEST_NAME = 60
_MOST_RUNS = 30


def recognise(document: Document) -> Iterator[Found]:
    """Sign-up boxes: by their element's name, or by a short line that offers a newsletter and its form's words."""
    end = 0
    for found in sorted(
        [*_named(document), *_offered(document), *_between_buttons(document)],
        key=lambda found: (found.start, -found.end),
    ):
        if found.start >= end:
            end = found.end
            yield found


def _named(document: Document) -> Iterator[Found]:
    for element in named_elements(document, *_NAMES):
        if (
            not 0 < element.end - element.start <= _MOST_RUNS
            or is_page(element)
            or in_menu_or_footer(element)
            or element.tag in ("a", "button", "span")
        ):
            continue
        runs = document.runs[element.start : element.end]
        if not any(_SAYS.search(run.text) for run in runs) or any(len(run.text) > 400 for run in runs):
            continue
        yield _found(
            runs,
            element.start,
            element.end,
            f"names '{names_of(element)}'",
            runs[0].element if len(runs) == 1 else element,
        )


def _between_buttons(document: Document) -> Iterator[Found]:
    """A newsletter's name between `Subscribe Now` and `Sign Up Now`, which is all that a text has of its box."""
    runs = document.runs
    for run in runs_opening(document, ("subscribe",)):
        end = run.index + 3
        if end > len(runs) or not _BUTTON.fullmatch(run.text) or not _SUBMIT.fullmatch(runs[end - 1].text):
            continue
        name = runs[end - 2]
        if len(name.text) <= _LONGEST_NAME and not _BUTTON.fullmatch(name.text) and not in_menu_or_footer(run.element):
            yield _found(runs[run.index : end], run.index, end, f"'{name.text}' between its buttons", run.element)


def _offered(document: Document) -> Iterator[Found]:
    for run in runs_opening(document, _OPENING):
        if not 9 < len(run.text) <= 130 or run.tag == "h1" or not _OFFER.fullmatch(run.text):
            continue
        if in_menu_or_footer(run.element) or in_menu_line(document, run.index):
            continue
        end = run.index + 1
        while end < len(document.runs) and _BUTTON.fullmatch(document.runs[end].text):
            end += 1
        # A bare "Newsletters" is a link of a menu unless a form follows it.
        if end > run.index + 1 or run.text.count(" ") > 2:
            yield _found(document.runs[run.index : end], run.index, end, f"offer '{run.text[:60]}'", run.element)


def _found(runs: list[Run], start: int, end: int, why: str, element: Element | None) -> Found:
    words = [run for run in runs if not _BUTTON.fullmatch(run.text)] or runs
    headline = next((run.text for run in words if run.tag in ("h1", "h2", "h3", "h4", "h5")), words[0].text)
    href = next((link.href for run in runs for link in run.links if link.href and "#" not in link.href), None)
    data = {"headline": headline, "href": href}
    return Found("newsletter", start, end, why, title=headline, data=data, element=element)
