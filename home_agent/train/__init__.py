"""Learning: lessons and demonstrations come in, files of weights and their curves go out."""
