"""The end of a run where there is a remote store: what no run will add to any more goes there."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from crawler.archive.collection import Collection
from crawler.archive.remote import upload
from pipelines.errors import ArchiveError, CollectionBusyError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def upload_after_run(collection: Collection, settings: BaseSettings) -> bool:
    """Upload to ARCHIVE_REMOTE, if it is set. False, with a line for each problem, where something has to wait for the
    next run, which takes it up again."""
    root = settings.get("ARCHIVE_REMOTE")
    if not root:
        return True
    # The run's own handlers are for its requests. A signal may end an upload at any moment: nothing of it is lost.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    try:
        with collection.lock("upload"):
            problems = upload(collection, root, keep=settings.getbool("ARCHIVE_REMOTE_KEEP", True)).problems
    except CollectionBusyError:
        return True  # the next run has begun, and uploads at its end
    except ArchiveError as error:
        problems = [error]
    for problem in problems:
        print(f"crawl: error: {problem}", file=sys.stderr)  # noqa: T201 - the one line a user is owed
    return not problems
