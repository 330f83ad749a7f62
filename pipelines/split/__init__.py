"""split(): one page into article, widgets and chrome."""
