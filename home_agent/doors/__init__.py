"""Other people's policies come in and ours go out, by protocols and classes that others know."""
