"""Benchmarks of the split: its metadata beside the labels of hand-checked pages."""
