"""What may not be done in a home: a deed and the world so far come in, a finding or None goes out."""
