"""Training of the article model from labelled pages: `make train`."""
