"""The web and the archive: bytes in, WARC out, WARC in."""
