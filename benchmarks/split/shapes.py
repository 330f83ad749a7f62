"""Pages that were made to cost time: ordinary paragraphs, nested elements, links, each of any size."""

from __future__ import annotations

from collections.abc import Callable

_SENTENCE = "The members of the made-up board of page {0} met again on its {0}. evening and put off what they had agreed before. "


def paragraphs(size: int) -> bytes:
    """A page of ordinary paragraphs between a headline and a list of links, of so many bytes."""
    rows, length, at = [], 0, 0
    while length < size:
        at += 1
        rows.append(f"<p>{_SENTENCE.format(at) * 4}</p>\n")
        length += len(rows[-1])
    links = "".join(f"<li><a href='/s/{n}'>Story number {n} of the made-up board</a></li>" for n in range(40))
    return f"<title>A board</title><article><h1>A board</h1>{''.join(rows)}</article><ul>{links}</ul>".encode()


def nested(depth: int) -> bytes:
    """So many elements, each in the one before, with a paragraph at the bottom."""
    return b"<title>A board</title><h1>A board</h1>" + b"<div>" * depth + _SENTENCE.format(1).encode()


def links(count: int) -> bytes:
    """A list of so many links to stories."""
    rows = "".join(f"<li><a href='/story/{n}'>Story number {n} of the made-up board</a></li>" for n in range(count))
    return f"<title>A board</title><h1>A board</h1><p>{_SENTENCE.format(1) * 4}</p><ul>{rows}</ul>".encode()


SHAPES: dict[str, tuple[Callable[[int], bytes], tuple[int, int, int], str]] = {
    "paragraphs": (paragraphs, (1_250_000, 2_500_000, 5_000_000), "bytes"),
    "nested divs": (nested, (25_000, 50_000, 100_000), "deep"),
    "links": (links, (12_500, 25_000, 50_000), "links"),
}
