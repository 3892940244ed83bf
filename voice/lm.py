"""Sentences come in, a trigram language model in ARPA text comes out.

Absolute discounting with back-off: of each count that was seen, `discount` is kept back and
shared out by the next shorter history. Sampled commands are nearly a grammar, so the discount
is what decides how willing the recogniser is to leave it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

START, END = "<s>", "</s>"
NEVER = -99.0
DISCOUNT = 0.8

Gram = tuple[str, ...]


def count(sentences: Iterable[str]) -> list[Counter[Gram]]:
    """How often each one, two and three words in a row occur, sentence ends included."""
    counts: list[Counter[Gram]] = [Counter(), Counter(), Counter()]
    for sentence, times in Counter(sentences).items():
        words = (START, *sentence.split(), END)
        for order, seen in enumerate(counts, 1):
            for at in range(len(words) - order + 1):
                seen[words[at : at + order]] += times
    return counts


def arpa(sentences: Sequence[str], discount: float = DISCOUNT) -> str:
    """The ARPA file of a trigram over `sentences` (lower case, words parted by spaces)."""
    ones, twos, threes = count(sentences)
    total = sum(ones.values()) - ones[(START,)]
    levels: list[dict[Gram, float]] = [
        {gram: seen / total for gram, seen in ones.items() if gram != (START,)}
    ]
    backs: list[dict[Gram, float]] = []
    for seen, history in ((twos, ones), (threes, twos)):
        chances = {gram: (n - discount) / history[gram[:-1]] for gram, n in seen.items()}
        followers: defaultdict[Gram, list[Gram]] = defaultdict(list)
        for gram in chances:
            followers[gram[:-1]].append(gram)
        lower = levels[-1]
        back = {}
        for before, grams in followers.items():
            left = 1.0 - sum(chances[gram] for gram in grams)
            rest = 1.0 - sum(lower[gram[1:]] for gram in grams)
            back[before] = left / rest if rest > 1e-9 else 1.0
        levels.append(chances)
        backs.append(back)
    lines = ["\\data\\"]
    lines += [f"ngram {order}={len(level)}" for order, level in enumerate(levels, 1)]
    lines[1] = f"ngram 1={len(levels[0]) + 1}"
    for order, level in enumerate(levels, 1):
        lines += ["", f"\\{order}-grams:"]
        back = backs[order - 1] if order < 3 else {}
        if order == 1:
            lines.append(f"{NEVER:.4f} {START} {_log(back.get((START,), 1.0)):.4f}")
        for gram, chance in sorted(level.items()):
            tail = f" {_log(back[gram]):.4f}" if gram in back else (" 0.0" if order < 3 else "")
            lines.append(f"{_log(chance):.4f} {' '.join(gram)}{tail}")
    return "\n".join([*lines, "", "\\end\\", ""])


def _log(chance: float) -> float:
    return math.log10(chance) if chance > 0 else NEVER
