"""Goals come in, a checked plan goes out."""
