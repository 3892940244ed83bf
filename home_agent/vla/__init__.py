"""The vision-language-action model: pictures, words and the map come in, motion goes out."""
