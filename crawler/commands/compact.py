"""`scrapy compact`: one Parquet file for each closed month, so that questions over years stay quick."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from crawler.archive.collection import Collection
from crawler.commands.base import DONE, INCOMPLETE, ArchiveCommand
from pipelines.errors import UsageError
from pipelines.store.compact import Compacted, compact


class Command(ArchiveCommand):
    """Copies the tables of closed months into a file each, which queries then read."""

    words = "[COLLECTION ...]"
    summary = "Make one file of each closed month's tables, of the collections named or of all, for quicker queries"
    example = "scrapy compact warcs/wthi"

    def execute(self, args: list[str], opts: argparse.Namespace) -> int:
        """Compact; 3 where a table cannot be read. Tables stay as they are, so it can be stopped at any time."""
        warcs_dir = Path(str(self.settings.get("WARCS_DIR", "warcs") if self.settings else "warcs"))
        named = [Path(word) if Path(word).exists() else warcs_dir / word for word in args]
        paths = named or sorted(folder.parent for folder in warcs_dir.glob("*/tables"))
        without = [path for path in paths if not (path / "tables").is_dir()]
        if without:
            raise UsageError(f"{without[0]} is no collection with tables; name one, such as {warcs_dir}/wthi")
        today, incomplete = datetime.now(UTC).date(), False
        with Console(stderr=True).status("") as status:
            for path in paths:
                status.update(f"Compacting {path}")
                collection = Collection(path)
                with collection.lock(f"scrapy compact {path}"):
                    done = compact(collection.path, today)
                incomplete = incomplete or bool(done.problems)
                self._tell_of(path, done)
        return INCOMPLETE if incomplete else DONE

    def _tell_of(self, path: Path, done: Compacted) -> None:
        for problem in done.problems:
            print(f"{self.name}: error: {problem}", file=sys.stderr)  # noqa: T201 - one line for each table that cannot be read
        made = f"{len(done.made)} months compacted"
        print(f"{path}: {made}, {done.kept} were already")  # noqa: T201 - the answer
