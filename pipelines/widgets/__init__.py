"""Recognisers and typed parsers of sidebar widgets, one file per kind; `registry.py` lists them by kind."""

from __future__ import annotations

from pipelines.compiled import search_path

__path__ = search_path("widgets", __path__)
