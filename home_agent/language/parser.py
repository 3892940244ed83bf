"""Words and a grammar come in; the best readings of the sentence go out, clause by clause.

Sentences are the cheapest chains of clauses, joints, times and conditions that cover all words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from home_agent.language.adjuncts import conditions, times
from home_agent.language.clauses import Clause, Clauses, skip
from home_agent.language.fillers import Fillers
from home_agent.language.lexicon import Lexicon
from home_agent.language.noun_phrase import NounPhrases
from home_agent.language.phrases import Grammar
from home_agent.language.words import CORRECTING, JOINTS, LEADS, longest

BEAM = 3


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
        self._closings: dict[int, list[tuple[int, str | None, str | None, float]]] = {}
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
        return sorted(done, key=lambda s: s.cost)

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
            found.append((end, 0.0, False))
        wrong = longest(said, after, CORRECTING)
        if wrong is not None:
            end = wrong[0] + 1 if said[wrong[0] : wrong[0] + 1] in ((",",), (".",)) else wrong[0]
            found.append((end, 0.5, True))
        return found

    def _starts(self, at: int) -> list[tuple[int, float]]:
        """Where the verb may be: after "please", "could you" and the like."""
        found = {at: 0.0}
        todo = [at]
        while todo:
            here = todo.pop()
            if here >= len(self._said):
                continue
            lead = longest(self._said, here, LEADS)
            ends = [] if lead is None else [lead[0]]
            if self._said[here] == ",":
                ends.append(here + 1)
            for end in ends:
                if end not in found:
                    found[end] = found[here] + 0.03
                    todo.append(end)
        return list(found.items())

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
                for begin, more in self._starts(opened):
                    if last is None:
                        clauses = self._clauses.at(begin)
                    else:
                        clauses = self._clauses.gapped(begin, last)
                    for one in clauses:
                        if condition or schedule:
                            one = replace(one, condition=condition, schedule=schedule)  # noqa: PLW2901
                        found += self._closed(one, cost + more + one.cost)
            self._memo[key] = found
        return self._memo[key]

    def _openings(self, start: int) -> list[tuple[int, str | None, str | None, float]]:
        """The times and conditions that may come first: (end, condition, time, cost)."""
        found: list[tuple[int, str | None, str | None, float]] = [(start, None, None, 0.0)]
        for begin, _ in self._starts(start):
            for end, words in times(self._said, begin):
                found.append((self._past(end), None, words, 0.1 * (end - start)))
            for end, words in conditions(self._said, begin):
                found.append((self._past(end), words, None, 0.2 + 0.1 * (end - start)))
        return found

    def _past(self, at: int) -> int:
        return at + 1 if self._said[at : at + 1] in ((",",), ("then",)) else at

    def _closed(self, one: Clause, cost: float) -> list[tuple[Clause, float]]:
        """A clause alone, and with the time or condition that may follow it."""
        found = [(one, cost)]
        if one.end not in self._closings:
            at = one.end + 1 if self._said[one.end : one.end + 1] == (",",) else one.end
            at = skip(self._said, at)
            after: list[tuple[int, str | None, str | None, float]] = [
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


def _keep(sentences: list[Sentence], one: Sentence) -> None:
    sentences.append(one)
    if len(sentences) > 2 * BEAM:
        sentences.remove(max(sentences, key=lambda s: s.cost))
