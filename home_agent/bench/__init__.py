"""Benchmarks: seeds come in, rates with confidence intervals go out."""
