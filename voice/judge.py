"""What was decoded comes in; whether it is a command at all, and how sure that is, comes out.

Two signs tell a command from other talk: how much better free phones explain the sound than the
commands do, and how many words in a row no command has. Both limits were set on flite and human
recordings; `tests/test_voice_stt.py` holds them on others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from voice.lm import END, START, count

MARGIN = -4.5  # 1e-4 of score per frame of speech
UNSEEN_COST = 4.0  # margin that an utterance of nothing but unseen words in a row would lose
UNSEEN_SHARE = 0.45
UNSEEN_MOST = 2
WORDS_PER_UNSEEN = 7  # long commands may have more of them


@dataclass(frozen=True, slots=True)
class Opinion:
    """The confidence 0..1 in an utterance and, when it is rejected, the reason as a sentence."""

    confidence: float
    why: str = ""


class Grammar:
    """Know which words follow each other in the sampled sentences."""

    def __init__(self, sentences: Sequence[str]) -> None:
        _, self._twos, self._threes = count(sentences)

    def unseen_twos(self, text: str) -> int:
        """How many neighbouring words of `text` no sentence has."""
        words = (START, *text.split(), END)
        return sum(words[at : at + 2] not in self._twos for at in range(len(words) - 1))

    def unseen_threes(self, text: str) -> int:
        """How many three words in a row of `text` no sentence has."""
        words = (START, *text.split(), END)
        return sum(words[at : at + 3] not in self._threes for at in range(len(words) - 2))


def judge(text: str, unseen: int, margin: float) -> Opinion:
    """Say whether `text` is a command.

    unseen: of its three words in a row, how many no sentence has. margin: score of the commands
    minus score of free phones, per frame of speech, in 1e-4.
    """
    words = len(text.split())
    if not words:
        return Opinion(0.0, "I heard a sound but no word in it.")
    share = unseen / words
    score = margin - UNSEEN_COST * share - MARGIN
    confidence = 1.0 / (1.0 + math.exp(-score))
    most = max(UNSEEN_MOST, words // WORDS_PER_UNSEEN + 1)
    if share > UNSEEN_SHARE or unseen > most:
        why = f"I heard something like '{text}', which is not a sentence that I know."
    elif score < 0:
        why = f"I heard something like '{text}', but it did not sound like it."
    else:
        why = ""
    return Opinion(round(confidence, 3), why)
