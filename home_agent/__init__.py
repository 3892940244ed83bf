"""Home Agent: a spoken sentence comes in, work done safely by a robot at home goes out."""

__version__ = "0.1.0"
