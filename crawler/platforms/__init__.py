"""What stations on one publishing system share."""
