"""Who asks: the user agent, made of the operator's name and contact."""

from __future__ import annotations

from importlib.metadata import version

from scrapy.settings import BaseSettings

PRODUCT = "station-archive"
"""The product token, which is also the name to use in a robots.txt."""


def user_agent(settings: BaseSettings) -> str:
    """`station-archive/1.2 (+CONTACT; OPERATOR)`; what is not set is left out."""
    contact, operator = (_clean(settings.get(name)) for name in ("OPERATOR_CONTACT", "OPERATOR"))
    words = "; ".join(word for word in (f"+{contact}" if contact else "", operator) if word)
    return f"{PRODUCT}/{version(PRODUCT)}" + (f" ({words})" if words else "")


def _clean(value: object) -> str:
    """A header's value: printable ASCII on one line."""
    return "".join(c for c in str(value or "").strip() if " " <= c <= "~")
