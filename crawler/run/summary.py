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
    seen = {name: getattr(report, name) for name in ("new", "changed", "unchanged", "gone")}
    lines += _counts("stories and pages", {name: count for name, count in seen.items() if count})
    lines += _counts("widgets", report.widgets)
    if report.drifted:
        lines.append(f"  {report.drifted} stories are not built as the station's layout says: `scrapy layout learn`")
    lines += _saved(report)
    lines += _counts("failed", report.failed)
    lines += _counts("not followed", report.not_followed)
    lines += [f"  no answer from {url}" for url in report.unanswered]
    lines += [f"  no stories named by {url}, which always had some" for url in report.empty_hubs]
    lines += [f"  {problem}" for problem in report.problems]
    lines += [f"  {folder / 'archive' / name}" for name in report.warc_files]
    if not report.complete:
        lines.append(f"  {_why(report)}")
    return "\n".join(lines)


def _saved(report: RunReport) -> list[str]:
    names = {"not_modified": "not modified", "identical_payload": "the same bytes"}
    counts = {names.get(name, name): count for name, count in report.revisits.items()}
    return [f"{line}; {report.bytes_saved / 1e6:.1f} MB saved" for line in _counts("unchanged", counts)]


def _counts(title: str, counts: dict[str, int]) -> list[str]:
    if not counts:
        return []
    words = (f"{name} {count}" for name, count in sorted(counts.items(), key=lambda each: -each[1]))
    return [f"  {title}: {', '.join(words)}"]


def _why(report: RunReport) -> str:
    if report.finished != "finished":
        return f"incomplete: ended by {report.finished or 'an error'}"
    if not report.answers and not report.not_modified:
        return "failed: nothing answered"
    reasons = {
        "of the declared sources": len(report.unanswered),
        "hubs without stories": len(report.empty_hubs),
        "problems": len(report.problems),
        "errors in the code": report.errors,
    }
    return "incomplete: " + ", ".join(f"{count} {what}" for what, count in reasons.items() if count)
