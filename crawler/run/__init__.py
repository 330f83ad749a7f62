"""Runs of a station: lock, report."""
