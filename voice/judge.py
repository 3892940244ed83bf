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
UNSEEN_MOST = 3  # no command had more than two; long talk with a few is no command either


@dataclass(frozen=True, slots=True)
class Opinion:
    """The confidence 0..1 in an utterance and, when it is rejected, the reason as a sentence."""

    confidence: float
    why: str = ""


class Grammar:
    """Know which words follow each other in the sampled sentences."""

    def __init__(self, sentences: Sequence[str]) -> None:
        self._pairs = count(sentences)[1]

    def unseen(self, text: str) -> int:
        """How many neighbouring words of `text`, its ends included, no sentence has."""
        words = (START, *text.split(), END)
        return sum(words[at : at + 2] not in self._pairs for at in range(len(words) - 1))


def judge(text: str, unseen: int, margin: float) -> Opinion:
    """Say whether `text` is a command.

    unseen: how many of its neighbouring words no sentence has. margin: score of the commands
    minus score of free phones, per frame of speech, in 1e-4.
    """
    words = len(text.split())
    if not words:
        return Opinion(0.0, "I heard a sound but no word in it.")
    odd = PER_UNSEEN * unseen / words
    score = BIAS + PER_MARGIN * margin + odd
    confidence = round(1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score)))), 3)
    why = ""
    if score < 0 or unseen > UNSEEN_MOST:
        strange = unseen > UNSEEN_MOST or odd < -BIAS
        blame = "is not a sentence that I know" if strange else "did not sound quite like it"
        confidence = min(confidence, 0.49)
        why = f"I heard something like '{text}', but that {blame}: say it again, please."
    return Opinion(confidence, why)
