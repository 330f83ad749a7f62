"""Scrapy signals between the crawl and the frontier."""

source_read = object()
"""Sent with `url`, `kind`, `capture` (a `Capture`) and `named` (a `Named`) when a source or a page was read for URLs."""

answer_unread = object()
"""Sent with `request` and `capture` of an answer that is archived and too large to be handed to a spider: there is no
`response_downloaded` of it."""
