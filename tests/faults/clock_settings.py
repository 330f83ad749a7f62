"""The crawler's settings in a process whose clock is wrong: FAULTS_CLOCK are the seconds that it is ahead, one of these
after the other, each for so many readings."""

from __future__ import annotations

import itertools
import os
from datetime import datetime, timedelta, tzinfo
from typing import Any

from crawler import settings as crawler_settings
from crawler.archive import collection, wire, writer
from crawler.run import clock, report, resume

globals().update({name: value for name, value in vars(crawler_settings).items() if name.isupper()})
readings = 25
shifts = itertools.cycle(
    seconds for each in os.environ["FAULTS_CLOCK"].split(",") for seconds in [float(each)] * readings
)


class WrongClock(datetime):
    """`datetime`, but for `now`."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return datetime.now(tz) + timedelta(seconds=next(shifts))


for module in (wire, writer, collection, report, resume, clock):
    module.datetime = WrongClock  # type: ignore[attr-defined]
