"""A run's report in a few lines for people."""

from __future__ import annotations

from pathlib import Path

from crawler.run.report import RunReport


def summary(report: RunReport, folder: Path) -> str:
    """Four lines or so: what came out, what failed and why, where it is."""
    widgets = sum(report.widgets.values())
    lines = [
        f"{report.station}: {report.captures} captures, {report.pages} pages, {report.articles} articles, {widgets} widgets"
    ]
    lines += _counts("widgets", report.widgets)
    lines += _counts("failed", report.failed)
    lines += _counts("not followed", report.not_followed)
    lines += [f"  no answer from {url}" for url in report.unanswered]
    lines += [f"  {folder / 'archive' / name}" for name in report.warc_files]
    if not report.complete:
        lines.append(f"  {_why(report)}")
    return "\n".join(lines)


def _counts(title: str, counts: dict[str, int]) -> list[str]:
    if not counts:
        return []
    words = (f"{name} {count}" for name, count in sorted(counts.items(), key=lambda each: -each[1]))
    return [f"  {title}: {', '.join(words)}"]


def _why(report: RunReport) -> str:
    if report.finished != "finished":
        return f"incomplete: ended by {report.finished or 'an error'}"
    if not report.answers:
        return "failed: nothing answered"
    return f"incomplete: {len(report.unanswered)} of the declared sources, {report.errors} errors in the code"
