"""Words and a grammar come in; the best readings of the sentence go out, clause by clause.

Sentences are the cheapest chains of clauses, joints, times and conditions that cover all words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from home_agent.language.adjuncts import conditions, swallows, times
from home_agent.language.clauses import Clause, Clauses, skip
from home_agent.language.fillers import Fillers
from home_agent.language.lexicon import Lexicon
from home_agent.language.noun_phrase import NounPhrases
from home_agent.language.phrases import Grammar
from home_agent.language.words import CORRECTING, JOINTS, LEADS, LIGHT, NEVER, longest

BEAM = 3
LONGEST_EXCUSE = 12
STATING = ("left", "put", "forgot", "is", "are", "has", "needs", "wants")
TOPIC = "topic "  # what an opening names that is no condition
EXCUSES = ("i", "my", "we", "it", "there", "our", "sorry")  # begin what is only said


Opening = tuple[int, str | None, str | None, float]  # end, condition, time, cost


@dataclass(frozen=True, slots=True)
class Sentence:
    """A chain of clauses up to word `end`; `cost` is how strained it is."""

    end: int
    cost: float
    clauses: tuple[Clause, ...]


class Parser:
    """Reads one sentence. guess: take unknown words for nouns and let clauses break off."""

    def __init__(
        self, said: tuple[str, ...], grammar: Grammar, lexicon: Lexicon, guess: bool = False
    ) -> None:
        self._said = said
        self.phrases = NounPhrases(said, lexicon, guess)
        self._clauses = Clauses(said, grammar, Fillers(said, self.phrases), guess)
        self._memo: dict[tuple[int, int, frozenset[str]], list[tuple[Clause, float]]] = {}
        self._closings: dict[int, list[Opening]] = {}
        self.reached = 0

    def sentences(self) -> list[Sentence]:
        """The readings that cover all words, cheapest first; empty when there is none.

        `reached` tells afterwards how many words the furthest chain of clauses covers.
        """
        n = len(self._said)
        open_: list[list[Sentence]] = [[] for _ in range(n + 1)]
        for one in self._continue(Sentence(0, 0.0, ()), 0, 0.0):
            _keep(open_[one.end], one)
        done: list[Sentence] = []
        for at in range(n + 1):
            for one in open_[at]:
                self.reached = max(self.reached, at)
                end = skip(self._said, at, tail=True)
                if end == n:
                    _keep(done, one)
                for start, cost, corrects in self._joints(at):
                    before = one
                    if corrects:
                        before = replace(one, clauses=one.clauses[:-1])
                    for more in self._continue(before, start, cost):
                        _keep(open_[more.end], more)
        kept: list[Sentence] = []
        for one in sorted(done, key=lambda s: s.cost):
            if all(_meaning(one) != _meaning(other) for other in kept):
                kept.append(one)
        return kept

    # --- between clauses

    def _joints(self, at: int) -> list[tuple[int, float, bool]]:
        """Where the next clause may begin: (start, cost, it replaces the last one)."""
        said = self._said
        if at >= len(said):
            return []
        found = [(at, 1.5, False)]
        mark = said[at] in (",", ".")
        after = at + 1 if mark else at
        if mark:
            found.append((after, 0.2 if said[at] == "," else 0.0, False))
        joint = longest(said, after, JOINTS)
        if joint is not None:
            end = joint[0] + 1 if said[joint[0] : joint[0] + 1] == (",",) else joint[0]
            found.append((end, 0.06, False))
        wrong = longest(said, after, CORRECTING)
        if wrong is not None:
            end = wrong[0] + 1 if said[wrong[0] : wrong[0] + 1] in ((",",), (".",)) else wrong[0]
            found.append((end, 0.05, True))
        return found

    def _starts(self, at: int) -> list[tuple[int, float, bool]]:
        """Where the verb may be, after "please", "could you" and the like; after "do not"?"""
        said = self._said
        found = {at: (0.0, False)}
        todo = [at]
        while todo:
            here = todo.pop()
            if here >= len(said):
                continue
            cost, negated = found[here]
            ends = [
                (lead[0], 0.03, negated)
                for table in (LEADS, LIGHT)
                if (lead := longest(said, here, table)) is not None
            ]
            if said[here] == "," or (here == 0 and said[here] == "no"):
                ends.append((here + 1, 0.03, negated))
            never = longest(said, here, NEVER)
            if never is not None:
                ends.append((never[0], 0.1, True))
            for end, more, not_to in ends:
                if end not in found:
                    found[end] = cost + more, not_to
                    todo.append(end)
        return [(end, cost, negated) for end, (cost, negated) in found.items()]

    def _continue(self, before: Sentence, start: int, cost: float) -> list[Sentence]:
        """`before` with one more clause that begins at `start`, with times and conditions."""
        ahead = self._ahead(start, None)
        if before.clauses:
            ahead = ahead + self._ahead(start, before.clauses[-1])
        return [
            Sentence(one.end, before.cost + cost + more, (*before.clauses, one))
            for one, more in ahead
        ]

    def _ahead(self, start: int, last: Clause | None) -> list[tuple[Clause, float]]:
        """The clauses from `start` on with what they cost; those that leave out `last`'s verb."""
        slots = frozenset(name for name, _ in last.slots) if last is not None else frozenset()
        key = start, -1 if last is None else last.rule, slots
        if key not in self._memo:
            found: list[tuple[Clause, float]] = []
            for opened, condition, schedule, cost in self._openings(start):
                for begin, more, negated in self._starts(opened):
                    if last is None:
                        clauses = self._clauses.at(begin)
                    else:
                        clauses = self._clauses.gapped(begin, last)
                    for one in clauses:
                        topic = (condition or "").partition(TOPIC)[2]
                        if condition or schedule or negated:
                            one = replace(  # noqa: PLW2901
                                one,
                                condition=None if topic else condition,
                                topic=topic,
                                schedule=schedule or one.schedule,
                                negated=negated,
                            )
                        found += self._closed(one, cost + more + one.cost)
            self._memo[key] = found
        return self._memo[key]

    def _openings(self, start: int) -> list[Opening]:
        """The times and conditions that may come first: (end, condition, time, cost)."""
        found: list[Opening] = [(start, None, None, 0.0)]
        for begin, _, _ in self._starts(start):
            for end, words in times(self._said, begin):
                found.append((self._past(end), None, words, 0.1 * (end - start)))
            for end, words in conditions(self._said, begin):
                cost = 0.2 + 0.1 * (end - start) + 1.5 * swallows(words)
                found.append((self._past(end), words, None, cost))
        found += self._excuses(start)
        if start == 0:
            for end, cost, phrase in self.phrases.at(0):
                if self._said[end : end + 1] == (",",) and phrase.noun and not phrase.unknown:
                    topic = TOPIC + " ".join(self._said[:end])
                    found.append((end + 1, topic, None, 0.5 + cost))
        return found

    def _excuses(self, start: int) -> list[Opening]:
        """What is only said before the clause: "my hands are full, open the door"."""
        said = self._said
        if said[start : start + 2] == ("instead", "of"):
            return [
                (self._past(end), TOPIC + " ".join(said[start:end]), None, 0.3 + cost)
                for end, cost, phrase in self.phrases.at(start + 2)
                if phrase.kind in ("thing", "place", "person") and not phrase.unknown
            ]
        begins = said[start : start + 1] and said[start] in EXCUSES
        if not begins and start == 0:
            named = [end for end, _, one in self.phrases.at(0) if one.kind in ("person", "thing")]
            begins = any(said[end : end + 1] and said[end] in STATING for end in named)
        if not begins:
            return []
        for stop in range(start + 2, min(len(said), start + LONGEST_EXCUSE)):
            if said[stop] in (",", "."):
                return [(self._past(stop), TOPIC + " ".join(said[start:stop]), None, 0.6)]
        return []

    def _past(self, at: int) -> int:
        return at + 1 if self._said[at : at + 1] in ((",",), ("then",)) else at

    def _closed(self, one: Clause, cost: float) -> list[tuple[Clause, float]]:
        """A clause alone, and with the time or condition that may follow it."""
        found = [(one, cost)]
        if one.end not in self._closings:
            at = one.end + 1 if self._said[one.end : one.end + 1] == (",",) else one.end
            at = skip(self._said, at)
            after: list[Opening] = [
                (end, None, words, 0.05) for end, words in times(self._said, at)
            ]
            for end, words in conditions(self._said, at):
                after.append((end, words, None, 0.3 + 0.1 * (end - at)))
            self._closings[one.end] = after
        for end, condition, schedule, more in self._closings[one.end]:
            whole = replace(
                one,
                end=end,
                condition=condition or one.condition,
                schedule=schedule or one.schedule,
            )
            found.append((whole, cost + more))
        return found


def _meaning(sentence: Sentence) -> list[tuple[object, ...]]:
    return [(c.skill, c.slots, c.preset, c.condition, c.schedule) for c in sentence.clauses]


def _keep(sentences: list[Sentence], one: Sentence) -> None:
    sentences.append(one)
    if len(sentences) > 2 * BEAM:
        sentences.remove(max(sentences, key=lambda s: s.cost))
