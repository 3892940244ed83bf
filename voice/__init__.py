"""Sound comes in, utterances go out; replies come in, sound goes out."""
