"""What was decoded comes in; whether it is a command at all, and how sure that is, comes out.

Two signs tell a command from other talk: how much better free phones explain the sound than the
commands do, and how many neighbouring words no command has. The weights are a logistic fit over
684 utterances of commands and 267 of other talk by four flite voices and people, for one home of
175 words and one of 363 (two voices held out: 2 to 3 % wrongly rejected, 0 to 5 % wrongly taken).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from voice.lm import END, START, count

BIAS = 2.6
PER_MARGIN = 0.77
PER_UNSEEN = -7.5
UNSEEN_MOST = (3, 6)  # pairs and triples; no command had more than two and five


@dataclass(frozen=True, slots=True)
class Opinion:
    """The confidence 0..1 in an utterance and, when it is rejected, the reason as a sentence."""

    confidence: float
    why: str = ""


class Grammar:
    """Know which words follow each other in the sampled sentences."""

    def __init__(self, sentences: Sequence[str]) -> None:
        _, self._pairs, self._triples = count(sentences)

    def unseen(self, text: str) -> tuple[int, int]:
        """How many pairs and triples of words in a row of `text`, ends included, are new."""
        words = (START, *text.split(), END)
        pairs = sum(words[at : at + 2] not in self._pairs for at in range(len(words) - 1))
        triples = sum(words[at : at + 3] not in self._triples for at in range(len(words) - 2))
        return pairs, triples


def judge(text: str, unseen: tuple[int, int], margin: float) -> Opinion:
    """Say whether `text` is a command.

    unseen: pairs and triples of its words that no sentence has. margin: score of the commands
    minus score of free phones, per frame of speech, in 1e-4.
    """
    words = len(text.split())
    if not words:
        return Opinion(0.0, "I heard a sound but no word in it.")
    odd = PER_UNSEEN * unseen[0] / words
    nonsense = unseen[0] > UNSEEN_MOST[0] or unseen[1] > UNSEEN_MOST[1]
    score = BIAS + PER_MARGIN * margin + odd
    confidence = round(1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score)))), 3)
    why = ""
    if score < 0 or nonsense:
        strange = nonsense or odd < -BIAS
        blame = "is not a sentence that I know" if strange else "did not sound quite like it"
        confidence = min(confidence, 0.49)
        why = f"I heard something like '{text}', but that {blame}: say it again, please."
    return Opinion(confidence, why)
