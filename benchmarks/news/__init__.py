"""Short stories of local stations: made pages in the shapes of fourteen publishing systems, every visible text labelled."""
