"""Case counts by county over virtual time: real county names, invented figures, one correction."""

from __future__ import annotations

from datetime import datetime, timedelta

from crawler.demo.clock import ZONE, draw

COUNTIES: dict[str, tuple[str, ...]] = {
    "Ohio": (
        "Franklin", "Cuyahoga", "Hamilton", "Montgomery", "Summit", "Lucas", "Butler", "Stark", "Lorain", "Warren",
        "Mahoning", "Lake", "Clermont", "Delaware", "Licking", "Trumbull", "Medina", "Greene", "Clark", "Wood",
        "Portage", "Van Wert", "Vinton",
    ),
    "Kentucky": (
        "Jefferson", "Fayette", "Kenton", "Boone", "Warren", "Hardin", "Daviess", "Campbell", "Madison", "Bullitt",
        "Christian", "McCracken", "Pulaski", "Laurel", "Oldham", "Scott", "Robertson",
    ),
}  # fmt: skip
COUNTY_NAMES = COUNTIES["Ohio"][:12]
ABBREVIATIONS = {"Ohio": "OH", "Kentucky": "KY"}
FIRST_DAY = datetime(2021, 2, 20, 19, tzinfo=ZONE)
UPDATE_HOUR = 19
RIVALS = {"Franklin": (118_300, 95), "Cuyahoga": (117_650, 140)}
"""First count and daily growth of the two largest: the second overtakes the first between the two visits."""
CORRECTED, CORRECTION_DAY, CORRECTION = ("Ohio", "Lucas"), 12, -412
"""A batch that was counted twice is taken back on the twelfth day, so that one county's count falls."""


def rows_at(state: str, at: datetime) -> list[dict[str, str | int]]:
    """The table of one state as last updated (daily at 7 p.m.): `{county, cases, deaths}`, most cases first, then the
    rows of no county."""
    day = max(0, (at - FIRST_DAY) // timedelta(days=1))
    rows = [_row(state, county, rank, day) for rank, county in enumerate(COUNTIES[state])]
    rows.sort(key=lambda row: -int(row["cases"]))
    rows.append({"county": "Unassigned", "cases": 40 + day * 3, "deaths": 11})
    rows.append({"county": f"Out of {ABBREVIATIONS[state]}", "cases": 60 + day, "deaths": 0})
    return rows


def _row(state: str, county: str, rank: int, day: int) -> dict[str, str | int]:
    seed = f"{state}/{county}"
    base, growth = RIVALS.get(county, (70_000 // (rank + 1) + draw(seed, 900), 4 + 300 // (rank + 2)))
    cases = base + sum(growth + draw(f"{seed}/{d}", growth // 4 + 1) for d in range(day))
    deaths = cases // 61 + draw(seed + "/deaths", 9)
    if (state, county) == CORRECTED and day >= CORRECTION_DAY:
        cases += CORRECTION
    return {"county": county, "cases": cases, "deaths": deaths}
