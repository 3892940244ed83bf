"""A simulated home with a robot in it, on MuJoCo."""
