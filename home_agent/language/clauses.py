"""Words and a grammar come in; the clauses that begin at a word go out.

A chart: `items[position]` holds the (rule, state) pairs that the words up to there allow, each
with its cheapest fillings. Every start is charted once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from home_agent.language.adjuncts import times
from home_agent.language.fillers import Fillers, Value
from home_agent.language.phrases import ANY, Grammar, gerund
from home_agent.language.templates import Template
from home_agent.language.words import LIGHT, longest

Slots = tuple[tuple[str, Value], ...]
Item = tuple[float, Slots, int]  # cost, slots filled, where the first slot began
Done = tuple[float, int, int, Slots, int, tuple[str, ...]]  # cost, end, rule, slots, opened, left
Seed = tuple[int, int, Item]  # rule, state, what is filled so far
BEAM = 3
INCOMPLETE = 5.0
GAPPED = 0.8
TIME = "@"  # a time said in the middle of a clause, kept among its slots
_BEFORE_GERUNDS = ("mind", "about", "start", "begin", "by")


@dataclass(frozen=True, slots=True)
class Clause:
    """One command: a rule of the grammar and what fills its slots.

    `verb`: the words before the first slot. `missing`: slots the sentence broke off before.
    `preset`: slots that the phrase fills by itself, as words. `negated`: it must not be done.
    `topic`: what was named before it, "the book on the bed, put it away".
    """

    start: int
    end: int
    cost: float
    rule: int
    skill: str
    slots: Slots
    verb: str
    missing: tuple[str, ...] = ()
    preset: tuple[tuple[str, str], ...] = ()
    negated: bool = False
    topic: str = ""
    condition: str | None = None
    schedule: str | None = None


def skip(said: tuple[str, ...], at: int, tail: bool = False) -> int:
    """The end of the words without weight that begin at `at`; of pauses too at the tail."""
    while at < len(said):
        light = longest(said, at, LIGHT)
        if light is not None:
            at = light[0]
        elif tail and said[at] in (",", "."):
            at += 1
        else:
            break
    return at


class Clauses:
    """All clauses of one sentence. guess: also those that break off before a slot."""

    def __init__(
        self, said: tuple[str, ...], grammar: Grammar, fillers: Fillers, guess: bool = False
    ) -> None:
        self._said = said
        self._grammar = grammar
        self._fillers = fillers
        self._guess = guess
        self._memo: dict[int, list[Clause]] = {}

    def at(self, start: int) -> list[Clause]:
        """All clauses that begin at word `start`."""
        if start not in self._memo:
            rules: set[int] = set()
            if start < len(self._said):
                first = self._grammar.first
                rules.update(first.get(self._said[start], ()))
                rules.update(first.get("", ()))
            seeds: list[Seed] = [
                (rule, 0, (self._grammar.rules[rule].cost, (), -1)) for rule in sorted(rules)
            ]
            self._memo[start] = self._chart(start, seeds)
        return self._memo[start]

    def gapped(self, start: int, last: Clause) -> list[Clause]:
        """Clauses without their verb: "put the mug on the table and the plate in the sink"."""
        form = self._grammar.rules[last.rule].template
        states, todo = set(), [0]
        while todo:
            for move in form.moves[todo.pop()]:
                if move.word and move.to not in states:
                    states.add(move.to)
                    todo.append(move.to)
        item: Item = (GAPPED, (), start)
        found = self._chart(start, [(last.rule, state, item) for state in states])
        given = {name for name, _ in last.slots}
        return [
            replace(one, verb=last.verb)
            for one in found
            if one.slots
            and not one.missing
            and given == {name for name, _ in one.slots}
            and not any(_bare(value) for _, value in one.slots)
        ]

    def _chart(self, start: int, seeds: list[Seed]) -> list[Clause]:
        said, rules = self._said, self._grammar.rules
        items: dict[int, dict[tuple[int, int], list[Item]]] = {start: {}}
        for number, state, item in seeds:
            items[start].setdefault((number, state), []).append(item)
        found: list[Done] = []
        at = start
        while items:
            at = min(items)
            here = items.pop(at)
            todo = list(here.items())
            for (number, state), ways in todo:
                rule = rules[number]
                form = rule.template
                for cost, slots, opened in ways:
                    if at > start and state in form.ends:
                        found.append((cost, at, number, slots, opened, ()))
                    elif at > start and self._guess and _stops(form, state, slots, opened > start):
                        left = tuple(s for s in form.left[state] if s not in dict(slots))
                        if left:
                            rest = cost + INCOMPLETE + len(left)
                            found.append((rest, at, number, slots, opened, left))
                    for move in form.moves[state]:
                        if move.preset:
                            item = cost, (*slots, (move.slot, "=" + move.preset)), opened
                            ahead: list[Item] = []
                            _push(ahead, item)
                            todo.append(((number, move.to), ahead))
                        elif move.word:
                            if at < len(said) and self._is(move.word, at, start):
                                _into(items, at + 1, (number, move.to), (cost, slots, opened))
                        elif at < len(said):
                            first = at if opened < 0 else opened
                            for end, more, value in self._fillers.at(rule.kinds[move.slot], at):
                                item = cost + more, (*slots, (move.slot, value)), first
                                _into(items, end, (number, move.to), item)
                    if at > start and at < len(said):
                        for end, when in times(said, at):
                            if end < len(said) and TIME not in dict(slots):
                                timed = (cost + 0.2, (*slots, (TIME, "=" + when)), opened)
                                _into(items, end, (number, state), timed)
                        after = skip(said, at)
                        after = at + 1 if after == at and said[at] == "," else after
                        if after > at:
                            _into(items, after, (number, state), (cost + 0.15, slots, opened))
        return [self._clause(start, one) for one in _cheapest(found)]

    def _is(self, word: str, at: int, start: int) -> bool:
        heard = self._said[at]
        if heard == word:
            return True
        if at != start or at == 0 or self._said[at - 1] not in _BEFORE_GERUNDS:
            return False
        return gerund(word) == heard

    def _clause(self, start: int, done: Done) -> Clause:
        cost, end, number, slots, opened, missing = done
        verb = " ".join(self._said[start : opened if opened > start else end])
        preset = tuple(
            (name, value[1:])
            for name, value in slots
            if isinstance(value, str) and value.startswith("=")
        )
        names = {name for name, _ in preset} | {ANY}
        when = dict(preset).get(TIME)
        return Clause(
            start,
            end,
            cost,
            number,
            self._grammar.rules[number].skill,
            tuple(pair for pair in slots if pair[0] not in names),
            verb,
            missing,
            tuple(pair for pair in preset if pair[0] != TIME),
            schedule=when,
        )


def _stops(form: Template, state: int, slots: Slots, opened: bool) -> bool:
    """Can a clause break off here: after its verb, right before what it is about?"""
    vague = (one for _, v in slots if isinstance(v, tuple) for one in v)
    if any(one.kind == "open" and one.noun is None for one in vague):
        return False
    said = any(not (isinstance(value, str) and value.startswith("=")) for _, value in slots)
    return (opened and said) or (
        not said and any(move.slot and not move.preset for move in form.moves[state])
    )


def _bare(value: Value) -> bool:
    """An unknown word without an opener, which is rather a verb."""
    return isinstance(value, tuple) and any(one.text == one.unknown for one in value)


def _into(
    items: dict[int, dict[tuple[int, int], list[Item]]], at: int, key: tuple[int, int], item: Item
) -> None:
    _push(items.setdefault(at, {}).setdefault(key, []), item)


def _push(ways: list[Item], item: Item) -> None:
    ways.append(item)
    if len(ways) > BEAM:
        ways.remove(max(ways, key=lambda way: way[0]))


def _cheapest(found: list[Done]) -> list[Done]:
    """The cheapest clauses: a few for each end."""
    kept: list[Done] = []
    count: dict[int, int] = {}
    for one in sorted(found, key=lambda done: done[0]):
        if count.get(one[1], 0) < 4:
            count[one[1]] = count.get(one[1], 0) + 1
            kept.append(one)
    return kept
