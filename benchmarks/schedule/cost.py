"""What the policy costs with 100,000 URLs: the time of `next`, the memory of each URL."""

from __future__ import annotations

import time
import tracemalloc
from datetime import timedelta
from statistics import median

from benchmarks.schedule.run import START
from crawler.run.policy import RevisitPolicy

URLS, CALLS, ASKED = 100_000, 300, 20


def print_cost() -> None:
    """A station of 100,000 pages, asked each five minutes for 20."""
    tracemalloc.start()
    policy = RevisitPolicy()
    for number in range(URLS):
        kind = ("article", "other")[number % 10 == 0] if number >= 60 else ("widget", "section")[number % 2]
        url = f"https://www.station.test/news/local/2026/02/story-with-a-headline-{number}.html"
        policy.add(url, kind, START, START - timedelta(hours=number % 17_000))
    memory = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    spent = []
    for call in range(CALLS):
        now = START + timedelta(minutes=5 * call)
        begin = time.process_time()
        urls = policy.next(now, ASKED)
        spent.append(time.process_time() - begin)
        for url in urls:
            policy.observe(url, now, changed=call % 3 == 0)
    print(
        f"\n{URLS:,} URLs: next takes {median(spent) * 1000:.1f} ms, at most {max(spent) * 1000:.1f}; "
        f"{memory / URLS:.0f} bytes a URL"
    )
