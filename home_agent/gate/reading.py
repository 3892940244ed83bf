"""An order in plain words comes in; the deeds it asks for go out, whatever else it may say.

No grammar of whole sentences: a clause begins where a verb can stand, and its nouns are tied to it
by the words before them. So a sentence that no parser knows is still read for what it would do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from home_agent.gate.clause import AVOIDING, USING, clause
from home_agent.gate.deeds import Deed, Mention
from home_agent.gate.manner import manner
from home_agent.gate.things import noun_at
from home_agent.gate.verbs import BEFORE_VERB, MARKS, PRONOUNS, verb_at
from home_agent.gate.words import little_words, split

_NOT_DONE = AVOIDING | {"not", "don't", "never", "instead", "than", "stop"}
# Manners that count for the whole order, even when they are said in a sentence of their own.
_FAR = frozenset(
    ("unattended", "often", "ajar", "sunny", "rainy", "indoors", "sleeping", "fresh", "outward")
)
_JOINED = little_words("joined")


def read(text: str) -> list[Deed]:
    """The deeds of a text, in the order they are said."""
    said = split(text)
    starts = [at for at in range(len(said)) if verb_at(said, at) is not None]
    if not starts and said:
        starts = [0]
    named: list[Mention] = []
    if starts and starts[0] > 0:
        # "If the mangoes are soft, put them ...": named before anything is to be done.
        named += clause(said, 0, starts[0], ()).mentions
    deeds: list[Deed] = []
    tool: Mention | None = None
    skipped = False
    pending: frozenset[str] = frozenset()
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(said)
        previous = starts[number - 1] if number else start
        deed = clause(said, start, end, named)
        gerund = said[start].endswith("ing")
        before = {*said[max(0, start - 2) : start]}
        if "without" in before:
            left_out = frozenset((deed.kind, *(p for one in deed.mentions for p in one.has)))
            if deeds:
                deeds[-1] = replace(deeds[-1], omits=deeds[-1].omits | left_out)
            else:
                pending |= left_out  # "Without thawing it, bake ..."
            skipped = True
            continue
        if pending:
            deed, pending = replace(deed, omits=deed.omits | pending), frozenset()
        named += [one for one in deed.mentions if one not in named]
        if tool is not None and said[start - 1] in ("to", "for"):
            deed = replace(deed, mentions=(*deed.mentions, replace(tool, relation="with")))
        tool = deed.things[0] if deed.verb in (*USING, "get", "take") and deed.things else None
        skipped = (
            bool(before & _NOT_DONE and not (deed.kind == "off" and "stop" in before))
            or (gerund and not _NOT_DONE.isdisjoint(said[previous:start]))
            or (gerund and skipped and said[start - 1] in ("and", "or"))
        )  # "to avoid sitting on it and hurting somebody"
        if skipped:
            continue
        said_of = said[start - 1] in PRONOUNS if start else False  # "let it cool down"
        if deeds and not deed.things and (said_of or (gerund and _follows_noun(said, start))):
            deed = replace(deed, mentions=(*deeds[-1].things, *deed.mentions))
        deeds.append(deed)
    if pending:
        deeds.append(Deed("unknown", tuple(named), omits=pending, said=" ".join(said)))
    far = manner(" ".join(said)) & _FAR
    return [replace(deed, how=deed.how | far) for deed in deeds]


def nouns(text: str) -> list[Mention]:
    """Every thing that a text names, whatever is to be done with it."""
    said, found, at = split(text), list[Mention](), 0
    while at < len(said):
        one = noun_at(said, at)
        if one is not None:
            found.append(Mention(one[1].name, one[1].has))
        at = one[0] if one is not None else at + 1
    return found


def _follows_noun(said: Sequence[str], at: int) -> bool:
    """ "the laptop charging by the sink": a participle, said of the thing before it."""
    before = said[at - 1] if at else "."
    return before not in MARKS and before not in BEFORE_VERB and before not in _JOINED
