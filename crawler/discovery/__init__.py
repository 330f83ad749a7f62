"""Which URLs a station has: feeds, news sitemaps, section fronts."""
