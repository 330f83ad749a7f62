"""Scrapy signals between the archive and the tables."""

capture_archived = object()
"""Sent with `row` (a `CaptureRow`) each time that a capture has been handed to the archive's writer."""
