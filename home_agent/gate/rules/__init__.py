"""What may not be done at home: a deed and the world so far come in, a finding or None goes out."""
