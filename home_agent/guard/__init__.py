"""Wanted motion comes in, safe commands go out; the only writer of actuator commands."""
