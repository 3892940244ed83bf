"""The expert's motions on what is perceived: a map and eyes come in, chunks go out."""
