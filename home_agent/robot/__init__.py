"""Backends that speak to a robot body."""
