"""The stations of the set, one for each publishing system: all invented, as are their owners, towns and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Half = Literal["train", "unseen"]


@dataclass(frozen=True)
class Station:
    """A station. `offset` is its standard time's distance from UTC in hours, `zone` the first letter of its zone's name."""

    system: str
    half: Half
    call: str
    brand: str
    city: str
    state: str
    dateline_state: str
    host: str
    owner: str
    offset: int
    zone: str
    area: int

    @property
    def site(self) -> str:
        """The address that all its pages begin with."""
        return f"https://{self.host}"


STATIONS = (
    Station("heartland", "train", "WQTI", "News 10", "Alder Bend", "Indiana", "Ind.", "www.wqtitv.example", "Plainsman Broadcasting", -5, "E", 812),
    Station("nexstar", "train", "KVXQ", "KVXQ", "Cedar Point", "Texas", "Texas", "www.kvxq.example", "Northstone Media Inc.", -6, "C", 512),
    Station("gray", "train", "WBGH", "WBGH", "Dunmore", "Georgia", "Ga.", "www.wbgh.example", "Slate Local Media, Inc.", -5, "E", 229),
    Station("blox", "train", "KQNV", "The Courier", "Fort Ames", "Iowa", "Iowa", "www.fortamescourier.example", "Fort Ames Publishing", -6, "C", 515),
    Station("scripps", "train", "KZTB", "KZTB 8", "Glenrock", "Montana", "Mont.", "www.kztb.example", "Scrivener Media", -7, "M", 406),
    Station("hearst", "train", "WMXD", "WMXD 5", "Brockton Falls", "Maine", "Maine", "www.wmxd.example", "Harrow Television Inc.", -5, "E", 207),
    Station("cbs", "train", "KPDC", "CBN Tamarack", "Tamarack", "Colorado", "Colo.", "www.cbntamarack.example", "CBN Broadcasting Inc.", -7, "M", 303),
    Station("smallwp", "train", "KLKC", "KLKC Radio", "Lakeside", "Minnesota", "Minn.", "klkcradio.example", "Loon Lake Broadcasting", -6, "C", 218),
    Station("sinclair", "unseen", "KRVL", "KRVL", "Ashby", "Washington", "Wash.", "krvltv.example", "Saint Clare Broadcast Group", -8, "P", 509),
    Station("tegna", "unseen", "WYPN", "13 On Point", "Port Lyle", "North Carolina", "N.C.", "www.wypn13.example", "Tagine Inc.", -5, "E", 252),
    Station("abc", "unseen", "KGVD", "ABN7", "Bexley Heights", "California", "Calif.", "abn7bexley.example", "KGVD Television LLC", -8, "P", 510),
    Station("fox", "unseen", "WFXO", "VOX 6", "Mount Fair", "Wisconsin", "Wis.", "www.vox6mountfair.example", "Vox Television Stations", -6, "C", 414),
    Station("nbc", "unseen", "KNDB", "NBN Hollis", "Hollis", "Connecticut", "Conn.", "www.nbnhollis.example", "NBN Local Stations", -5, "E", 860),
    Station("public_radio", "unseen", "WUGR", "WUGR", "Garnet Lake", "New York", "N.Y.", "www.wugr.example", "Garnet Lake Public Radio", -5, "E", 518),
)  # fmt: skip
