"""WARC in: any archive's records, through the same pipelines."""
