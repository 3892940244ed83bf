"""Imagination: chunks come in before they happen, verdicts go out; it only takes authority away."""
