"""The demo station's page templates, shaped like those of three publishing systems."""
