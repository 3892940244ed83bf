"""Text comes in, typed goals or one question go out."""
