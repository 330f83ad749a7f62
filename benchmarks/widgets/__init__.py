"""A benchmark of widgets: pages made from data, so that every value on them is known, and the real pages of SHARED_DATA."""
