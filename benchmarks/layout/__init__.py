"""What a layout brings: the demo's stations with a redesign, and the stations of the news set."""
