"""A phrase template comes in, "(bring|get) [me] {thing} [from {source}]"; its states go out.

(a|b) is a choice, [x] may be left out, {slot} is what a slot holds, {slot=words} a slot that the
phrase itself fills. The result is a small automaton without empty moves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from home_agent.errors import BadInput

_PART = re.compile(r"\{([a-z_]+)(?:=([^{}]*))?\}|([()\[\]|])|([^\s()\[\]|{}]+)")


@dataclass(frozen=True, slots=True)
class Move:
    """One way on: over a `word`, a `slot`, or (with `preset`) nothing; `to` is the next state."""

    to: int
    word: str = ""
    slot: str = ""
    preset: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """The automaton of one phrase: `moves[state]`; state 0 begins, those in `ends` may end it.

    `left[state]`: the slots on the shortest way from there to an end.
    """

    text: str
    moves: tuple[tuple[Move, ...], ...]
    ends: frozenset[int]
    left: tuple[tuple[str, ...], ...]

    def first_words(self) -> frozenset[str]:
        """The words that can begin the phrase; "" when a slot can."""
        return frozenset(move.word for move in self.moves[0])


class _Builder:
    """Builds the automaton with empty moves first, then takes them out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts = list(_PART.finditer(text))
        self.at = 0
        self.moves: list[list[Move]] = [[]]

    def state(self) -> int:
        self.moves.append([])
        return len(self.moves) - 1

    def fail(self) -> BadInput:
        return BadInput(f"The phrase '{self.text}' is not well formed: close every ( and [.")

    def choice(self, start: int, close: str) -> int:
        """Alternatives from `start` up to `close`; all meet in the state that is returned."""
        meet = self.state()
        end = start
        while self.at < len(self.parts):
            mark = self.parts[self.at][3]
            if mark is not None and mark == close:
                self.at += 1
                self.moves[end].append(Move(meet))
                return meet
            if mark == "|":
                self.at += 1
                self.moves[end].append(Move(meet))
                end = start
                continue
            end = self.part(end)
        if close:
            raise self.fail()
        self.moves[end].append(Move(meet))
        return meet

    def part(self, start: int) -> int:
        slot, preset, mark, word = self.parts[self.at].groups()
        self.at += 1
        if mark in ("(", "["):
            inner = self.state()
            self.moves[start].append(Move(inner))
            end = self.choice(inner, ")" if mark == "(" else "]")
            if mark == "[":
                self.moves[start].append(Move(end))
            return end
        if mark is not None:
            raise self.fail()
        end = self.state()
        self.moves[start].append(Move(end, (word or "").lower(), slot or "", preset or ""))
        return end

    def reach(self, state: int) -> list[int]:
        """The states that empty moves lead to, itself first."""
        seen = [state]
        for here in seen:
            for move in self.moves[here]:
                if not move.word and not move.slot and move.to not in seen:
                    seen.append(move.to)
        return seen


@lru_cache(maxsize=1024)
def template(text: str) -> Template:
    """Compile a phrase. Raises `BadInput` when its brackets do not match or it says nothing."""
    builder = _Builder(text)
    end = builder.choice(0, "")
    count = len(builder.moves)
    reach = [builder.reach(state) for state in range(count)]
    moves = tuple(
        tuple(
            move
            for inner in reach[state]
            for move in builder.moves[inner]
            if move.word or move.slot
        )
        for state in range(count)
    )
    ends = frozenset(state for state in range(count) if end in reach[state])
    if not moves[0] or 0 in ends:
        raise BadInput(f"The phrase '{text}' needs at least one word or slot.")
    return Template(text, moves, ends, _left(moves, ends))


def _left(moves: tuple[tuple[Move, ...], ...], ends: frozenset[int]) -> tuple[tuple[str, ...], ...]:
    """Slots on the shortest way to an end, from every state."""
    best: list[tuple[str, ...] | None] = [() if s in ends else None for s in range(len(moves))]
    length = [0 if s in ends else 99 for s in range(len(moves))]
    for _ in moves:
        for state, ways in enumerate(moves):
            for move in ways:
                rest = best[move.to]
                if rest is not None and length[move.to] + 1 < length[state]:
                    length[state] = length[move.to] + 1
                    best[state] = ((move.slot,) if move.slot and not move.preset else ()) + rest
    return tuple(slots or () for slots in best)
