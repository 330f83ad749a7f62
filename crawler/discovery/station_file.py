"""A station file from what is known of a station, as `crawler/templates/station.py.tmpl` has it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template

from crawler.discovery.look import Look

TEMPLATE = Path(__file__).parents[1] / "templates" / "station.py.tmpl"
_WIDTH = 120
_MOST = {"feeds": 2, "sitemaps": 2, "sections": 3}
"""A station file has 30 lines at most, and what is left out is found from the front page all the same."""


def name_of(call_sign: str) -> str:
    """`wxyz` of `WXYZ-TV`: the station's name, and its collection's."""
    return re.sub(r"[^a-z0-9]", "", call_sign.partition("-")[0].lower())


def station_file(look: Look, facts: dict[str, str | None]) -> str:
    """The file's text. `facts` are `call_sign`, `station_name`, `city`, `state`, `network` and `time_zone`."""
    base = look.platform.base if look.platform and look.fits_platform else None
    module, _, class_name = (base or "crawler.station:StationSpider").partition(":")
    name = name_of(str(facts["call_sign"]))
    lines = [f"name = {_quoted(name)}"]
    lines += [
        f"{key} = {_quoted(facts[key])}"
        for key in ("call_sign", "station_name", "city", "state", "network", "time_zone")
    ]
    lines += [_tuple("allowed_domains", [look.domain]), f"front = {_quoted(look.front)}"]
    lines += [_tuple(key, getattr(look, key)[:most]) for key, most in _MOST.items() if getattr(look, key)]
    if look.article_url and not base:
        lines.append(f"article_url = r{_quoted(look.article_url, raw=True)}")
    attributes = "\n".join("    " + line for entry in lines for line in entry.splitlines())
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=f"{_words(facts['call_sign'])}, {_words(facts['city'])}, {_words(facts['state'])}",
        module=module,
        base=class_name,
        class_name=name.capitalize(),
        station_name=_words(facts["station_name"]).rstrip("."),
        attributes=attributes,
    )


def _quoted(value: str | None, *, raw: bool = False) -> str:
    if value is None:
        return "None"
    return f'"{value}"' if raw else json.dumps(value, ensure_ascii=False)


def _words(value: str | None) -> str:
    """Fit for a docstring."""
    return re.sub(r'[\\"\x00-\x1f]', "", value or "")


def _tuple(name: str, values: list[str]) -> str:
    """A tuple as the formatter would have it."""
    quoted = [_quoted(value) for value in values]
    line = f"{name} = ({', '.join(quoted)}{',' if len(quoted) == 1 else ''})"
    if len(line) + 4 <= _WIDTH:
        return line
    return "\n".join([f"{name} = (", *(f"    {each}," for each in quoted), ")"])
