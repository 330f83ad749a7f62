"""What archiving costs: on the crawl, beside warcio's writer, beside cdxj-indexer, and for a look-up in an index."""
