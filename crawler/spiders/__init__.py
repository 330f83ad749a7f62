"""The stations: one file each, attributes only."""
