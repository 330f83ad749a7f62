"""A frozen simulator of a station, to compare schedules at the same number of fetches."""
