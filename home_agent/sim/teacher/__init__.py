"""A privileged expert: simulator truth and a task come in, action chunks go out."""
