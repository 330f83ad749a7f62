"""split(): one page into article, widgets and chrome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.compiled import search_path

if TYPE_CHECKING:
    from pipelines.split.splitter import split

__all__ = ["split"]
__path__ = search_path("split", __path__)


def __getattr__(name: str) -> object:
    # Recognisers import `pipelines.split.document`, and split() imports the recognisers: so it is imported when asked for.
    if name == "split":
        from pipelines.split.splitter import split

        return split
    raise AttributeError(name)
