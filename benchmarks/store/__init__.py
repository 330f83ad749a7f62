"""What questions cost on a year of hourly captures of one station."""
