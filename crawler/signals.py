"""Scrapy signals between the spider and the frontier."""

source_read = object()
"""Sent with `url`, `kind`, `capture` (a `Capture`) and `named` (a `Named`) when a source or a page was read for URLs."""
