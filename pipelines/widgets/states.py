"""Names of the states of the United States, the district and the territories, as pages write them in titles."""

from __future__ import annotations

import re

STATES = tuple(
    """
Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|
Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|
New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|
South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|
District of Columbia|Washington, D.C.|Puerto Rico|Guam|American Samoa|U.S. Virgin Islands|Northern Mariana Islands
""".replace("\n", "").split("|")
)
_BY_LENGTH = sorted(STATES, key=len, reverse=True)
_STATE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _BY_LENGTH))})(?!\w)", re.IGNORECASE)
_CASED = {state.casefold(): state for state in STATES}


def state_in(text: str) -> str | None:
    """The first state that the text names, in its usual spelling; a county of that name is none."""
    for match in _STATE.finditer(text):
        if not re.match(r"\s+(?:county|parish)\b", text[match.end() :], re.IGNORECASE):
            return _CASED[match.group().casefold()]
    return None
