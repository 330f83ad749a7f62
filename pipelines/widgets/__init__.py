"""Recognisers and typed parsers of sidebar widgets, one file per kind; `registry.py` lists them by kind."""
