"""Tables: cells that are apart (`grid.py`) and cells that were glued together (`glued.py`)."""
