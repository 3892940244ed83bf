"""Orders and what is believed come in; do, do it more safely, ask or refuse goes out."""
