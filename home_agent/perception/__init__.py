"""Camera frames and scans come in, positions and temperatures in the map go out."""
