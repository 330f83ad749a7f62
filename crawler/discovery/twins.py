"""Twins: the URLs under which a site shows one story again. AMP and mobile pages, http beside https, `www`, a slash.

Tracking parameters are gone before (`urls.canonical`). Pure: only the URL is looked at.
"""

from __future__ import annotations

from urllib.parse import urlsplit

_MOBILE, _AMP_HOST = ("m.", "mobile."), ("amp.",)
_PREFIXES = ("www.", *_MOBILE, *_AMP_HOST)
_AMP_QUERY = frozenset({"amp", "amp=1", "amp=true", "outputtype=amp", "output=amp", "platform=amp", "view=amp"})
_MOBILE_QUERY = frozenset({"view=mobile", "mobile=1", "mobile=true", "platform=mobile"})


def twin_key(url: str) -> str:
    """What all twins of a URL in its canonical form share: host and path without the marks of a twin, and the query."""
    parts = urlsplit(url)
    host = parts.netloc
    while (prefix := next((p for p in _PREFIXES if host.startswith(p)), None)) and host.count(".") > 1:
        host = host.removeprefix(prefix)
    steps = [step for step in parts.path.split("/") if step]
    if steps and steps[-1].lower() == "amp":
        steps = steps[:-1]
    elif len(steps) > 1 and steps[0].lower() == "amp":
        steps = steps[1:]
    if steps:
        steps[-1] = steps[-1].removesuffix(".amp").replace(".amp.htm", ".htm")
    pairs = [pair for pair in parts.query.split("&") if pair and pair.lower() not in _AMP_QUERY | _MOBILE_QUERY]
    return f"{host}/{'/'.join(steps)}{'?' if pairs else ''}{'&'.join(pairs)}"


def marks(url: str) -> tuple[bool, bool, bool]:
    """Whether a URL is an AMP page's, a mobile one's, without TLS: of two twins the one whose marks are less is the story's."""
    parts = urlsplit(url)
    steps = [step.lower() for step in parts.path.split("/") if step]
    pairs = {pair.lower() for pair in parts.query.split("&")}
    amp = "amp" in (steps[:1] if len(steps) > 1 else []) + steps[-1:] or ".amp" in "".join(steps[-1:])
    amp = amp or parts.netloc.startswith(_AMP_HOST) or bool(pairs & _AMP_QUERY)
    mobile = parts.netloc.startswith(_MOBILE) or bool(pairs & _MOBILE_QUERY)
    return amp, mobile, parts.scheme != "https"


def why_twin(url: str, of: str) -> str:
    """In what a URL differs from its twin `of`, in a word."""
    (amp, mobile, plain), (of_amp, of_mobile, of_plain) = marks(url), marks(of)
    here, there = urlsplit(url), urlsplit(of)
    differs = (
        ("amp", amp != of_amp),
        ("mobile", mobile != of_mobile),
        ("scheme", plain != of_plain),
        ("host", here.netloc != there.netloc),
        ("slash", here.path.strip("/") == there.path.strip("/")),
    )
    return next((reason for reason, holds in differs if holds), "path")
