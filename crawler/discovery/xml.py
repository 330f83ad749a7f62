"""XML from strangers: elements one after another, in bounded memory, with nothing fetched and nothing expanded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO

from lxml import etree

from pipelines.errors import ArchiveError


class NotXmlError(ArchiveError):
    """A feed or sitemap that is not XML, or not of the kind that was asked for; the message says what it is."""


def elements(body: bytes, names: frozenset[str]) -> Iterator[tuple[str, etree._Element]]:
    """Each element of one of the local `names`, complete, with its name, in document order; freed when the next is
    asked for. Broken XML is read as far as it goes. The first to come is the root, whatever its name, still empty.

    Entities are not expanded, DTDs and the network not touched, and libxml2's bounds on depth and size are on.
    Raises NotXmlError where there is no element at all.
    """
    events = etree.iterparse(
        BytesIO(body),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root: etree._Element | None = None
    try:
        for event, element in events:
            if root is None:
                root = element
                yield local_name(element), element
            elif event == "end" and local_name(element) in names:
                yield local_name(element), element
                _free(element)
    except etree.XMLSyntaxError as error:
        # Past what recovery can do. What came before it is good.
        if root is None:
            raise NotXmlError(f"not XML: {error.msg}") from error
    if root is None:
        raise NotXmlError("not XML: no element in it")


def _free(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def local_name(element: etree._Element) -> str:
    """The element's name in lower case, without its namespace; empty for entities and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element) -> str | None:
    """The element's own text, white space folded; None where there is none."""
    return " ".join("".join(element.itertext()).split()) or None


def when(text: str | None) -> datetime | None:
    """A date of RFC 822 or of ISO 8601 (a year at least), aware; None where it is neither."""
    if not text:
        return None
    moment = _iso(text) or _rfc822(text)
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _iso(text: str) -> datetime | None:
    padded = {4: text + "-01-01", 7: text + "-01"}.get(len(text), text)
    try:
        return datetime.fromisoformat(padded)
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
