"""The demo's stations, redesigned in the middle of their virtual time: learned, used, drifted, noticed, learned again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from benchmarks.layout.scores import Scores
from crawler.demo.clock import ZONE
from crawler.demo.pages import Looks, draw_page, view_of
from crawler.demo.stories import stories_at, videos_at
from crawler.demo.templates.parts import View
from crawler.run.health import judge
from pipelines.items import Split
from pipelines.split import split
from pipelines.split.html_runs import read_html
from pipelines.split.layout import Layout, layout_at
from pipelines.split.layout_facts import PageFacts, facts_of
from pipelines.split.layout_learn import learn
from pipelines.split.layout_merge import merged
from pipelines.split.layout_selector import read_selector

BASE = "http://demo.example"
LEARNED = datetime(2021, 2, 27, 12, tzinfo=ZONE)
REDESIGN = datetime(2021, 3, 1, 12, tzinfo=ZONE)
LATER = timedelta(hours=12)
"""From the time that drift is seen to that of learning anew: there have to be stories to learn from."""
END = datetime(2021, 3, 7, tzinfo=ZONE)
STATIONS = {
    "wdemo": Looks(None, "modern", REDESIGN),
    "kdemo": Looks("classic", "modern", REDESIGN),
    "xdemo": Looks("modern", "classic", REDESIGN),
}
REVIEWED = {"modern": ("breaking_banner", "div.alert-strip")}
"""What a person who reads the file of a layout says besides: a kind of widget that no recogniser knows by that dress."""


@dataclass(frozen=True)
class Shot:
    """A capture: when, where, what was drawn, and its HTML."""

    at: datetime
    path: str
    view: View
    html: str

    def split(self, layout: Layout | None = None) -> Split:
        """The page, split."""
        return split(self.html, content_type="text/html", url=BASE + self.path, captured_at=self.at, layout=layout)

    def facts(self) -> PageFacts:
        """What is learned from."""
        return facts_of(read_html(self.html, "text/html", BASE + self.path), self.split(), self.at)

    @property
    def planted(self) -> Counter[str]:
        """The widgets that the page shows, by kind. A list that had nothing to show is none."""
        counts: Counter[str] = Counter()
        for widget in self.view.planted:
            counts[widget.kind] += widget.copies if widget.data != [] else 0
        return counts

    @property
    def body(self) -> str:
        """The words of the story."""
        return " ".join(text for _, text in self.view.story.blocks) if self.view.story else ""


def shots(looks: Looks) -> list[Shot]:
    """Each story soon after it was published and updated, those from before the redesign once more after it, and a
    front page twice a day, in the order of their times."""
    wanted = [(LEARNED - timedelta(days=3, hours=-10 * number), "/news/") for number in range(24)]
    for story in (*stories_at(END), *videos_at(END)):
        wanted.append((story.published + timedelta(minutes=10), story.path))
        if story.updated:
            wanted.append((story.updated + timedelta(minutes=10), story.path))
        if story.published < REDESIGN:
            wanted.append((REDESIGN + timedelta(minutes=10 + 97 * story.number), story.path))
    drawn = ((at, path, view_of(path, at, BASE, looks)) for at, path in sorted(wanted))
    return [Shot(at.astimezone(UTC), path, view[0], draw_page(*view)) for at, path, view in drawn if view]


@dataclass(frozen=True)
class Noticed:
    """How a redesign was noticed: stories captured and hours from it until `scrapy health` said so."""

    stories: int
    hours: float
    at: datetime


def noticed(taken: list[Shot], layouts: tuple[Layout, ...]) -> Noticed | None:
    """Hourly runs from the learning on, each judged as `scrapy health` does."""
    reports: list[dict[str, object]] = []
    stories, now = 0, LEARNED.astimezone(UTC)
    redesign = REDESIGN.astimezone(UTC)
    while now < END:
        until = now + timedelta(hours=1)
        of_run = [shot for shot in taken if now <= shot.at < until]
        results = [shot.split(layout_at(layouts, shot.at)) for shot in of_run]
        fits = Counter(result.layout for result in results if result.layout)
        drifted = sum(result.drifted for result in results)
        stories += sum(shot.view.story is not None and shot.at >= redesign for shot in of_run)
        reports.append({"started": now.isoformat(), "finished": "finished", "complete": True, "new": len(of_run), "layouts": dict(fits), "drifted": drifted})  # fmt: skip
        if judge("demo", reports, until).state == "drifted":
            return Noticed(stories, (until - redesign).total_seconds() / 3600, until) if until > redesign else None
        now = until
    return None


def report() -> None:
    """Print the figures of each station."""
    print("demo: stories that the layout was not learned from; body word F1 and F1 of widget kinds")
    print(f"  {'':<28}{'pages':>6}{'without':>9}{'with':>7}   {'kinds':>7}{'with':>7}{'reviewed':>10}{'by layout':>11}")
    for name, looks in STATIONS.items():
        taken = shots(looks)
        first = tuple(learn(name, (shot.facts() for shot in taken if shot.at < LEARNED)))
        _print_row(f"{name}, {looks.before or 'three systems'}", figures(looks.before, taken, LEARNED, REDESIGN, first))
        found = noticed(taken, first)
        if found is None:
            print(f"  {name}: the redesign was not noticed, or drift was seen where there was none")
            continue
        learned = found.at + LATER
        again = merged(first, learn(name, (shot.facts() for shot in taken if shot.at < learned)))
        _print_row(f"{name}, {looks.after}", figures(looks.after, taken, learned, END, again))
        print(f"    noticed after {found.stories} stories, {found.hours:.0f} hours; learned again {LATER} later")


def figures(
    look: str | None, taken: list[Shot], start: datetime, end: datetime, layouts: tuple[Layout, ...]
) -> tuple[Scores, Scores, Scores]:
    """Of the stories captured from `start` to `end`, and in this look not before: without a layout, with the one of their
    time, and with that as a person reviewed it."""
    since = REDESIGN if start >= REDESIGN else datetime.min.replace(tzinfo=UTC)
    before = {shot.path for shot in taken if since <= shot.at < start}
    plain, by_layout, by_reviewed = Scores(), Scores(), Scores()
    for shot in taken:
        if start <= shot.at < end and shot.view.story and shot.path not in before:
            layout = layout_at(layouts, shot.at)
            plain.add(shot.split(), shot.body, shot.planted)
            by_layout.add(shot.split(layout), shot.body, shot.planted)
            by_reviewed.add(shot.split(_reviewed(layout, look)), shot.body, shot.planted)
    return plain, by_layout, by_reviewed


def _print_row(title: str, scores: tuple[Scores, Scores, Scores]) -> None:
    plain, by_layout, by_reviewed = scores
    print(
        f"  {title:<28}{len(plain.bodies):>6}{plain.body:>9.4f}{by_layout.body:>7.4f}   {plain.kinds:>7.3f}{by_layout.kinds:>7.3f}"
        f"{by_reviewed.kinds:>10.3f}{by_layout.by_layout:>11}"
    )


def _reviewed(layout: Layout | None, look: str | None) -> Layout | None:
    if layout is None or look not in REVIEWED:
        return layout
    kind, text = REVIEWED[look]
    return replace(layout, widgets=(*layout.widgets, (kind, (read_selector(text),))))
