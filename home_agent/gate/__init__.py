"""What is asked for and what is believed come in; do it, do it more safely, ask, or refuse go out."""
