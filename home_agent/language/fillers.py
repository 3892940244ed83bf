"""A word's position comes in; what can fill a slot from there goes out, with its end and cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from home_agent.language.adjuncts import times
from home_agent.language.noun import Found, NounPhrase
from home_agent.language.noun_phrase import NounPhrases
from home_agent.language.words import CORRECTING, NUMBERS, longest, relations, word_set

Value = tuple[NounPhrase, ...] | str | float
Filled = tuple[int, float, Value]
MOST_TOGETHER = 5
SECONDS = {"minute": 60.0, "minutes": 60.0, "hour": 3600.0, "hours": 3600.0}
UNITS = ("second", "seconds", "percent", "degrees", "degree")
SPOTS = ("next to", "near", "behind", "under", "in front of", "left of", "right of", "above")
# A free text ends before one of these, or with the sentence.
_TEXT_ENDS = word_set(
    ", . and then to if when unless at in on by every each tomorrow tonight please after before now"
)
_RATHER_WHO = word_set("on at in with wearing near by from him her them me")  # rather says who
# How strained it is to fill a slot of one kind with a phrase of another.
_FIT: dict[str, dict[str, float]] = {
    "thing": {"thing": 0.0, "open": 0.2, "place": 2.5, "person": 2.5},
    "place": {"place": 0.0, "thing": 1.0, "person": 1.0, "open": 3.0},
    "person": {"person": 0.0, "open": 3.0},
}
_BACK: dict[str, dict[str, float]] = {
    "thing": {"thing": 0.0, "things": 0.0, "same": 0.3, "person": 2.5},
    "place": {"place": 0.0, "speaker": 0.6, "thing": 0.8, "person": 1.0, "robot": 1.0},
    "person": {"person": 0.0, "speaker": 0.0, "things": 0.5},
}


class Fillers:
    """What can fill the slots of one sentence; each kind and start is worked out once."""

    def __init__(self, said: tuple[str, ...], phrases: NounPhrases) -> None:
        self._said = said
        self._phrases = phrases
        self._memo: dict[tuple[str, int], list[Filled]] = {}

    def at(self, kind: str, start: int) -> list[Filled]:
        """All fillings of a slot of this kind that begin at word `start`."""
        key = kind, start
        if key not in self._memo:
            if kind == "number":
                self._memo[key] = list(self._numbers(start))
            elif kind == "time":
                self._memo[key] = [(end, 0.0, words) for end, words in times(self._said, start)]
            elif kind == "text":
                self._memo[key] = list(self._texts(start))
            else:
                self._memo[key] = self._named(kind, start)
        return self._memo[key]

    # --- things, places and people

    def _named(self, kind: str, start: int) -> list[Filled]:
        found: dict[tuple[int, int], Filled] = {}
        todo: list[tuple[int, float, tuple[NounPhrase, ...]]] = [
            (end, cost, (phrase,)) for end, cost, phrase in self._one(kind, start)
        ]
        while todo:
            end, cost, several = todo.pop()
            key = end, len(several)
            if key in found and found[key][1] <= cost:
                continue
            found[key] = end, cost, several
            for stop in self._denied(kind, end):
                todo.append((stop, cost + 0.3, several))
            for stop, more, phrase in self._corrected(kind, end):
                better = _instead(several[-1], phrase)
                todo.append((stop, cost + more + 0.2, (*several[:-1], better)))
            if len(several) < MOST_TOGETHER:
                for stop, more, phrase in self._next(kind, end):
                    both = (*several, phrase)
                    strain = cost + more + 0.2 * bool(several[-1].relations)
                    if several[-1].kind == "open" and several[-1].refers == "same":
                        both = (*several[:-1], _completed(several[-1], phrase), phrase)
                        strain -= 0.9
                    todo.append((stop, strain, both))
        whole = [f for f in found.values() if self._is_whole(f[0], f[2])]
        return sorted(whole, key=lambda f: f[1])

    def _is_whole(self, end: int, value: Value) -> bool:
        """ "the red" alone names a thing only where the sentence pauses."""
        last = value[-1] if isinstance(value, tuple) else None
        if last is None or last.kind != "open" or last.refers != "same":
            return True
        pauses = end == len(self._said) or self._said[end] in (",", ".", "and", "then", "please")
        return pauses or last.text.endswith(("one", "ones"))

    def _one(self, kind: str, start: int) -> Iterator[Found]:
        for end, cost, phrase in self._phrases.at(start):
            if phrase.kind == "pronoun":
                fit = _BACK[kind].get(phrase.refers)
            else:
                fit = 0.0 if phrase.unknown else _FIT[kind].get(phrase.kind)
                if kind == "person" and phrase.noun in ("cat", "dog"):
                    fit = 0.3
            if fit is not None:
                yield end, cost + fit, phrase
        if kind == "place":
            relation = longest(self._said, start, relations())
            if relation is not None and relation[1] in SPOTS:
                for end, cost, phrase in self._phrases.at(relation[0], 1):
                    text = " ".join(self._said[start:end])
                    spot = NounPhrase("place", text, relations=((relation[1], phrase),))
                    yield end, 0.5 * cost + 0.1, spot

    def _next(self, kind: str, end: int) -> Iterator[Found]:
        """One more after "and" or a comma."""
        said = self._said
        for joint, cost in ((("and",), 0.35), ((",", "and"), 0.35), ((",",), 0.6), (("or",), 0.35)):
            at = end + len(joint)
            if said[end:at] == joint:
                for stop, more, phrase in self._one(kind, at):
                    if phrase.kind != "pronoun" and phrase.text != phrase.unknown:
                        phrase = replace(phrase, choice=joint == ("or",))  # noqa: PLW2901
                        yield stop, cost + more, phrase

    def _denied(self, kind: str, end: int) -> Iterator[int]:
        """Where "not on the desk" ends, said after what is meant."""
        said = self._said
        at = end + 1 if said[end : end + 1] == (",",) else end
        at += said[at : at + 2] == ("and", "not")
        if kind not in ("place", "person") or said[at : at + 1] != ("not",):
            return
        small = longest(said, at + 1, relations())
        after = small[0] if small is not None else at + 1
        after += said[after : after + 1] == ("to",)
        for stop, _, phrase in self._one(kind, after):
            if not phrase.unknown:
                yield stop

    def _corrected(self, kind: str, end: int) -> Iterator[Found]:
        """What is said instead after "no," or "I mean"."""
        said = self._said
        at = end + 1 if said[end : end + 1] == (",",) else end
        marked = longest(said, at, CORRECTING)
        if marked is None:
            return
        at = marked[0] + 1 if said[marked[0] : marked[0] + 1] == (",",) else marked[0]
        yield from self._one(kind, at)
        again = longest(said, at, relations())
        if again is not None:
            yield from self._one(kind, again[0])
        elif said[at : at + 1] == ("to",):
            yield from self._one(kind, at + 1)

    # --- numbers and texts

    def _numbers(self, start: int) -> Iterator[Filled]:
        """Numbers, and the one said instead after "no,"."""
        for end, cost, value in self._number(start):
            yield end, cost, value
            at = end + 1 if self._said[end : end + 1] == (",",) else end
            marked = longest(self._said, at, CORRECTING)
            if marked is not None:
                comma = self._said[marked[0] : marked[0] + 1] == (",",)
                yield from self._number(marked[0] + 1 if comma else marked[0])

    def _number(self, start: int) -> Iterator[Filled]:
        said = self._said
        value, end = number(said, start)
        if value is None:
            return
        unit = said[end] if end < len(said) else ""
        if unit in SECONDS:
            yield end + 1, 0.0, value * SECONDS[unit]
            return
        yield end, 0.1, value
        if unit in UNITS:
            yield end + 1, 0.0, value

    def _texts(self, start: int) -> Iterator[Filled]:
        said = self._said
        first = start + 1 if said[start : start + 1] == (",",) else start
        for end in range(first + 1, len(said) + 1):
            if said[end - 1 : end + 1] == ("and", "remember"):  # the next of several to keep
                return
            if end < len(said) and said[end] not in _TEXT_ENDS:
                continue
            text = " ".join(said[first:end]).replace(" 's", "'s").replace(" ,", ",")
            strain = 1.5 * (said[first] in _RATHER_WHO)
            if text.rstrip(" .,"):
                yield end, strain + 1.0 + 0.12 * (end - start), text.replace(" .", ".")


def number(said: tuple[str, ...], start: int) -> tuple[float | None, int]:
    """The number said from `start` on, None when there is none, and where it ends."""
    if start >= len(said):
        return None, start
    word = said[start]
    if word[0].isdecimal() and ":" not in word:
        return float(word), start + 1
    if word in ("a", "an", "half") and start + 1 < len(said):
        if said[start + 1] in (*SECONDS, *UNITS):
            return (0.5 if word == "half" else 1.0), start + 1
        if word == "half" and said[start + 1] in ("a", "an"):
            return 0.5, start + 2
        return None, start
    total: float | None = None
    at = start
    while at < len(said) and said[at] in NUMBERS:
        value = float(NUMBERS[said[at]])
        if total is not None and not (total >= 20 and total % 10 == 0 and value < 10):
            break
        total = value if total is None else total + value
        at += 1
        if at < len(said) and said[at] == "hundred":
            total, at = total * 100, at + 1
    return total, at


def _instead(old: NounPhrase, new: NounPhrase) -> NounPhrase:
    """The corrected phrase: "the red one" after "the blue mug" is the red mug."""
    return _completed(new, old) if new.kind == "open" and new.noun is None else new


def _completed(part: NounPhrase, whole: NounPhrase) -> NounPhrase:
    """A phrase without a noun with the noun of another."""
    if whole.noun is None:
        return part
    words = [word for word in part.text.split() if word not in ("one", "ones")]
    return replace(
        part,
        kind=whole.kind,
        noun=whole.noun,
        name=whole.name,
        text=" ".join([*words, whole.name]),
        refers="",
        opens=whole.opens,
        room=whole.room,
    )
