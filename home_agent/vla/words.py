"""A phrase comes in; numbers that a network can look up go out, for unknown words too.

Every word has a bucket of its own (a hash of the whole word) and buckets for its letters in
threes, so that a word never met, misspelt or in the plural still resembles its like.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from home_agent.home.hyponyms import familiar
from home_agent.vla.asked import spelled
from home_agent.vla.config import VLAConfig
from home_agent.vla.untaught import known_words

GRAMS = 8  # buckets of letters a word, at most
NONE = 0  # bucket 0 is no word
_WORD = re.compile(r"[a-z0-9]+")
_SKIP = frozenset(
    ["a", "an", "the", "some", "any", "please", "of", "to", "my", "your", "this", "that", "here"]
)


def split(phrase: str) -> list[str]:
    """The words of a phrase that mean something, in lower case."""
    found = _WORD.findall(phrase.lower().replace("'s", " "))
    return [word for word in found if word not in _SKIP] or found


def encode(phrase: str, config: VLAConfig) -> NDArray[np.int64]:
    """Buckets int64 [most_words, 1 + GRAMS]: the word's own, then its letters'; 0 is none.

    A misspelt word is read as the word that it must be, a noun that is never taught is read as what
    it is a kind of (home/hyponyms.py), one for what was never shown as "thing" (untaught.py). Words
    beyond `most_words` are left out.
    """
    ids = np.zeros((config.most_words, 1 + GRAMS), np.int64)
    said = [spelled(word) for word in split(known_words(phrase, config.shown))]
    for row, word in zip(ids, familiar(said), strict=False):
        row[0] = 1 + _hash(word) % (config.word_buckets - 1)
        framed = f"<{word}>"
        grams = [framed[i : i + 3] for i in range(len(framed) - 2)]
        # Of long words the letters at both ends say most.
        kept = grams if len(grams) <= GRAMS else grams[: GRAMS // 2] + grams[-GRAMS // 2 :]
        for column, gram in enumerate(kept, 1):
            row[column] = 1 + _hash("#" + gram) % (config.gram_buckets - 1)
    return ids


def encode_all(phrases: Sequence[str], config: VLAConfig) -> NDArray[np.int64]:
    """Buckets int64 [n, most_words, 1 + GRAMS] of several phrases."""
    if not phrases:
        return np.zeros((0, config.most_words, 1 + GRAMS), np.int64)
    return np.stack([encode(phrase, config) for phrase in phrases])


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8"))
