"""Scrapy signals between the archive and the tables."""

capture_archived = object()
"""Sent with `row` (a `CaptureRow`) each time that a capture has been handed to the archive's writer."""

tables_begun = object()
"""Sent before the rows of a run are written to the tables: what they are the rows of is on the disk when it returns."""
