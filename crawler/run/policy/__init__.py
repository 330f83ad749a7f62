"""Which pages to fetch next: the revisit policy. Pure: no clock and no I/O of its own, so that it can be simulated.

See docs/revisit-policy.md for what it believes and how it chooses.
"""

from crawler.run.policy.revisit import RevisitPolicy

__all__ = ["RevisitPolicy"]
