"""What time it is for a schedule: the world's, or for a rehearsal a faster one that began at a time of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scrapy.settings import BaseSettings

from pipelines.errors import UsageError

_FORM = re.compile(r"(?P<virtual>\S+)@(?P<real>\S+)\*(?P<speed>\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Clock:
    """`virtual` was the time when it was really `real`; since then it goes `speed` times as fast."""

    virtual: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    real: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    speed: float = 1.0

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Clock:
        """SCHEDULE_CLOCK: empty for the world's time, else `VIRTUAL@REAL*SPEED`. Raises UsageError."""
        return cls.read(str(settings.get("SCHEDULE_CLOCK") or ""))

    @classmethod
    def read(cls, text: str) -> Clock:
        """The clock that `str()` wrote. Raises UsageError for anything else."""
        if not text:
            return cls()
        match = _FORM.fullmatch(text)
        try:
            virtual, real = (
                (datetime.fromisoformat(match[name]) for name in ("virtual", "real")) if match else (None, None)
            )
        except ValueError:
            virtual = real = None
        if match is None or virtual is None or real is None or virtual.tzinfo is None or real.tzinfo is None:
            raise UsageError(f"SCHEDULE_CLOCK is {text!r}, and is to be VIRTUAL@REAL*SPEED, both times with a zone")
        return cls(virtual, real, float(match["speed"]))

    def __str__(self) -> str:
        return f"{self.virtual.isoformat()}@{self.real.isoformat()}*{self.speed:g}"

    def at(self, real: datetime) -> datetime:
        """The time, in UTC, when it is really `real`."""
        return (self.virtual + (real - self.real) * self.speed).astimezone(UTC)

    def now(self) -> datetime:
        """The time now, in UTC."""
        return self.at(datetime.now(UTC))

    def really(self, span: timedelta) -> float:
        """The seconds that a span of this clock really takes."""
        return span.total_seconds() / self.speed
