"""How many requests a station is due: its day's budget, spread evenly over the hours in which it may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pipelines.errors import UsageError

_UTC = ZoneInfo("UTC")
_MINUTE = timedelta(minutes=1)
BURST = timedelta(hours=2)
"""A schedule that stood still asks for what two hours would have been, not for all that it missed."""
_FIRST = 30
"""What a station that was never asked is due at the least: its fronts, feeds and the newest stories."""
_LEAST_BURST = 2.0
"""Requests that a budget of few a day may save up: with one, what comes before it is used is lost."""


@dataclass(frozen=True, slots=True)
class Budget:
    """`a_day` requests a UTC day; none within `quiet`, local times of day in `zone`, which may pass midnight."""

    a_day: int
    quiet: tuple[time, time] | None = None
    zone: ZoneInfo = _UTC

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing is asked for at this time of day."""
        if self.quiet is None:
            return False
        begin, end = self.quiet
        local = now.astimezone(self.zone).time()
        return begin <= local < end if begin <= end else local >= begin or local < end

    def saved_up(self, last_run: datetime | None, left: float, now: datetime) -> float:
        """Requests that may be made now, when `left` were left over at `last_run`; within the day's bound or not."""
        if last_run is None:
            return max(_FIRST, self._rate(BURST))
        awake, minute = timedelta(), max(last_run, now - timedelta(days=1))
        while minute < now:
            awake += timedelta() if self.is_quiet(minute) else min(_MINUTE, now - minute)
            minute += _MINUTE
        return min(left + self._rate(awake), max(_LEAST_BURST, self._rate(BURST)))

    def allowed(self, last_run: datetime | None, left: float, spent_today: int, now: datetime) -> int:
        """Whole requests that may be made now."""
        if self.is_quiet(now):
            return 0
        return max(0, min(int(self.saved_up(last_run, left, now)), self.a_day - spent_today))

    def _rate(self, span: timedelta) -> float:
        day = timedelta(days=1)
        if self.quiet is not None:
            begin, end = (timedelta(hours=t.hour, minutes=t.minute) for t in self.quiet)
            day -= (end - begin) % timedelta(days=1)
        return self.a_day * span / max(day, timedelta(hours=1))


def day_of(moment: datetime) -> str:
    """The UTC day, as budgets count them."""
    return f"{moment.astimezone(UTC):%Y-%m-%d}"


def quiet_hours(text: str) -> tuple[time, time] | None:
    """`23:30-05:00` as two times of day; None for an empty text. Raises UsageError."""
    if not text:
        return None
    try:
        begin, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise UsageError(f"quiet hours are {text!r}, and are to be like 23:30-05:00") from None
    return begin, end
