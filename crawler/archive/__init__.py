"""WARC out: the wire tap, records, files, index, verification."""
