"""How a station is, from the reports of its last runs: a state and the evidence for it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

LOOKED_AT = 200
"""Reports of a station that a judgement is made from: a day and a half of runs each ten minutes."""
STATES = ("ok", "quiet", "incomplete", "blocked", "drifted", "gone")

Report = dict[str, Any]

_AWAY = ("no such host", "connection refused", "connection failed", "timeout", "status 404", "status 410")
_BARRED = ("status 401", "status 402", "status 403", "status 429", "status 451", "host asks to wait", "robots.txt")
_RECENT = 5
_EXPECTED = 5.0
"""Of a kind of widget, or of stories, that many must be missing before the page is said to have another layout."""

_STORIES = 10
"""Stories in the last runs from which it is judged whether the station's layout still fits: fewer could all be of a kind
that it was not learned from, such as videos."""


@dataclass(frozen=True, slots=True)
class Health:
    """`state` is one of STATES, `evidence` what speaks for it, one line each; `last_run` as in its report."""

    station: str
    state: str
    evidence: list[str] = field(default_factory=list)
    last_run: str | None = None


def judge(station: str, reports: list[Report], now: datetime) -> Health:
    """Judge by a station's reports, oldest first, whose times are those of the clock that `now` is of. The gravest state
    that there is evidence for is the one."""
    ended = [report for report in reports if report.get("finished") != "running"]
    if not ended:
        return Health(station, "incomplete", ["no run has ended yet"])
    found = {
        "gone": _gone(ended),
        "blocked": _blocked(ended),
        "drifted": _drifted(ended),
        "incomplete": _incomplete(ended, now),
        "quiet": _quiet(ended, now),
    }
    state, evidence = next(((name, said) for name, said in found.items() if said), ("ok", [_well(ended[-1])]))
    return Health(station, state, evidence, ended[-1]["started"])


def _gone(reports: list[Report]) -> list[str]:
    last = [report for report in reports if _asked(report)][-3:]
    if len(last) < 3 or any(report.get("answers") for report in last):
        return []
    failed = _failed(last)
    away = {reason: count for reason, count in failed.items() if any(name in reason for name in _AWAY)}
    if sum(away.values()) * 2 <= failed.total():
        return []
    return [f"nothing answered in the last {len(last)} runs: {_words(away)}"]


def _blocked(reports: list[Report]) -> list[str]:
    last = [report for report in reports if _asked(report)][-3:]
    failed = _failed(last)
    barred = {reason: count for reason, count in failed.items() if reason.startswith(_BARRED)}
    answers = sum(int(report.get("answers", 0)) for report in last)
    count = sum(barred.values())
    return [f"of the last {count + answers} requests {count} were refused: {_words(barred)}"] if count > answers else []


def _drifted(reports: list[Report]) -> list[str]:
    said = [f"{url} names no stories, and always did" for url in _last_said(reports, "empty_hubs")]
    recent, earlier = reports[-_RECENT:], reports[:-_RECENT]
    said += _off_layout(reports)
    textless, seen = _sum(recent, "textless"), _sum(recent, "new", "changed", "unchanged", "textless")
    if textless >= _EXPECTED and textless * 4 > seen:
        said.append(f"{textless} of the last {seen} pages were stories without a text")
    pages, pages_before = _sum(recent, "pages"), _sum(earlier, "pages")
    if not pages or not pages_before:
        return said
    expected = _sum(earlier, "articles") / pages_before * pages
    if expected >= _EXPECTED and not _sum(recent, "articles"):
        said.append(f"no articles on the last {pages} pages, where {expected:.0f} were to be expected")
    before, now = _widgets(earlier), _widgets(recent)
    for kind, count in sorted(before.items()):
        expected = count / pages_before * pages
        if expected >= _EXPECTED and not now[kind]:
            said.append(f"no {kind} on the last {pages} pages, where {expected:.0f} were to be expected")
    return said


def _off_layout(reports: list[Report]) -> list[str]:
    """Whether most stories of the last runs are not built as the layout of their time says."""
    fit = drifted = 0
    for report in reversed(reports):
        fit += sum(report.get("layouts", {}).values())
        drifted += int(report.get("drifted", 0))
        if fit + drifted >= _STORIES:
            break
    if drifted < _EXPECTED or drifted <= fit:
        return []
    return [f"{drifted} of the last {fit + drifted} stories are not built as the station's layout says; learn it anew"]


def _incomplete(reports: list[Report], now: datetime) -> list[str]:
    last = reports[-1]
    said = []
    if not last.get("complete"):
        said.append(f"the last run, at {last['started']}, is incomplete: {_why(last)}")
    else:
        said += [f"no answer from {url} when it was last asked" for url in _last_said(reports, "unanswered")]
    starts = [datetime.fromisoformat(report["started"]) for report in reports]
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    usual = _middle(gaps) if gaps else timedelta(days=1)
    if now - starts[-1] > max(6 * usual, timedelta(hours=1)):
        said.append(f"no run since {last['started']}; until then there was one each {_span(usual)}")
    return said


def _quiet(reports: list[Report], now: datetime) -> list[str]:
    news = [datetime.fromisoformat(report["started"]) for report in reports if report.get("new")]
    if not news:
        since = datetime.fromisoformat(reports[0]["started"])
        return [f"nothing new since {reports[0]['started']}"] if now - since > timedelta(days=1) else []
    gaps = [later - earlier for earlier, later in pairwise(news)]
    usual = max(4 * _middle(gaps) if gaps else timedelta(), timedelta(days=1))
    if now - news[-1] <= usual:
        return []
    return [f"nothing new for {_span(now - news[-1])}; the last was found at {news[-1].isoformat(timespec='minutes')}"]


def _last_said(reports: list[Report], name: str) -> list[str]:
    """The sources of which the last run that asked them says `name`: not every run asks every source."""
    last: dict[str, bool] = {}
    for report in reports:
        last |= dict.fromkeys(report.get("hubs", ()), False) | dict.fromkeys(report.get(name, ()), True)
    return sorted(url for url, so in last.items() if so)


def _why(report: Report) -> str:
    said = [f"ended by {report['finished']}"] if report.get("finished") != "finished" else []
    said += [f"no answer from {url}" for url in report.get("unanswered", ())]
    said += list(report.get("problems", ()))
    said += [f"{report['errors']} errors in the code"] if report.get("errors") else []
    said += [_words(report.get("failed", {}))] if not report.get("answers") and report.get("failed") else []
    return ", ".join(said) or "nothing answered"


def _well(report: Report) -> str:
    counts = ", ".join(f"{report.get(name, 0)} {name}" for name in ("fetched", "new", "changed"))
    return f"the last run, at {report['started']}: {counts}"


def _asked(report: Report) -> bool:
    return bool(report.get("answers") or report.get("failed"))


def _failed(reports: Iterable[Report]) -> Counter[str]:
    return sum((Counter(report.get("failed", {})) for report in reports), Counter())


def _widgets(reports: Iterable[Report]) -> Counter[str]:
    return sum((Counter(report.get("widgets", {})) for report in reports), Counter())


def _sum(reports: Iterable[Report], *names: str) -> int:
    return sum(int(report.get(name, 0)) for report in reports for name in names)


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items(), key=lambda each: -each[1]))


def _middle(spans: list[timedelta]) -> timedelta:
    return timedelta(seconds=median(span.total_seconds() for span in spans))


def _span(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours * 60:.0f} min" if hours < 2 else f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"
