"""Page in, rows out: split a page into article, widgets and chrome, and keep the rows. Usable without a crawl."""
