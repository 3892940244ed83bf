"""Plans come in; every reason why they must not be carried out goes out, one sentence each.

Independent of the planner: it follows the hand, the doors and the heat through the moves by rules
of its own, and believes nothing that the plan does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from home_agent.home.things import fit
from home_agent.planning.believed import HOT_C, SAID_HOT_C, Believed
from home_agent.planning.meaning import name_of, the
from home_agent.types import ObjectBelief, Plan, Step

SOFT = ("sofa", "bed", "armchair", "chair")  # heat and liquids spoil these
FLOOR = "floor"


@dataclass(slots=True)
class Trace:
    """What the checker keeps while it follows the moves. `held` is a thing's id."""

    at: str = ""
    held: str = ""
    words: str = ""
    looked: set[str] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)


def check(plans: Iterable[Plan], state: Believed) -> list[str]:
    """Everything wrong with the moves of `plans`, in their order; empty when all is well."""
    return check_steps((step for plan in plans for step in plan.steps), state)


def check_steps(steps: Iterable[Step], state: Believed) -> list[str]:
    """Everything wrong with some moves done from `state` on."""
    rules = Rules(state)
    return [problem for step in steps for problem in rules.follow(step)]


class Rules:
    """Follow moves one after another and say what is wrong with each."""

    def __init__(self, state: Believed) -> None:
        self._state, self._home = state, state.known.home
        self._people = {b.id for b in state.known.beliefs.all() if b.label == "person"}
        held = state.held
        self._now = Trace(opened=set(state.opened))
        if held is not None:
            self._now.held, self._now.words = held.id, held.label
        self._verbs: dict[str, Callable[[Step], list[str]]] = {
            "go": self._go,
            "find": self._find,
            "pick": self._pick,
            "place": self._place,
            "give": self._give,
            "open": self._front,
            "close": self._front,
            "follow": self._follow,
        }

    def follow(self, step: Step) -> list[str]:
        """What is wrong with the next move; it is then taken as done."""
        rule = self._verbs.get(step.verb)
        return [] if rule is None else rule(step)

    def _go(self, step: Step) -> list[str]:
        to = str(step.args.get("place") or step.args.get("person") or "")
        self._now.at = to
        if to in self._people or to in self._home.residents or to == FLOOR:
            return []
        if to not in self._home.places and to not in self._home.rooms:
            return [f"There is no place '{to}' to go to."]
        return self._kept_out(to)

    def _kept_out(self, to: str) -> list[str]:
        if to in self._home.places:
            pose = self._home.places[to].pose
            x, y = pose.x_m, pose.y_m
        else:
            x0, y0, x1, y1 = self._home.rooms[to].rect
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
        for zone in self._home.keep_outs.values():
            x0, y0, x1, y1 = zone.rect
            if x0 <= x <= x1 and y0 <= y <= y1:
                return [f"I must keep out of {the(name_of(self._home, to))}: {zone.reason}."]
        return []

    def _find(self, step: Step) -> list[str]:
        place = step.args.get("place")
        if place is None:
            return []
        self._now.looked.add(str(place))
        if self._now.at != place:
            return [f"I would look at {the(name_of(self._home, str(place)))} from elsewhere."]
        return []

    def _pick(self, step: Step) -> list[str]:
        thing, words = self._thing(step)
        now, found = self._now, []
        if now.held:
            found.append(f"I cannot pick up {the(words)}: I hold {the(now.words)}.")
        where = self._place_of(thing)
        if now.at not in ("", where) and now.at not in now.looked:
            found.append(f"I cannot reach {the(words)} from where I would stand.")
        if self._shut(where):
            found.append(f"{the(name_of(self._home, where)).capitalize()} is still closed.")
        warm = self._warm(thing, words)
        if warm is not None and warm >= HOT_C and not step.args.get("by_handle"):
            found.append(f"{the(words).capitalize()} is too hot to hold by its body.")
        now.held, now.words = thing, words
        return found

    def _place(self, step: Step) -> list[str]:
        thing, words = self._thing(step)
        place = str(step.args.get("place") or "")
        now, found = self._now, self._holds(thing, words, "put down")
        if place != FLOOR and place not in self._home.places:
            found.append(f"There is no place '{place}' to put {the(words)}.")
        elif now.at != place:
            found.append(f"I cannot reach {the(name_of(self._home, place))} from elsewhere.")
        if self._shut(place):
            found.append(f"{the(name_of(self._home, place)).capitalize()} is still closed.")
        warm = self._warm(thing, words)
        soft = place in self._home.places and self._home.places[place].category in SOFT
        if warm is not None and warm >= HOT_C and soft:
            found.append(f"{the(words).capitalize()} is too hot for {the(place)}.")
        now.held, now.words = "", ""
        return found

    def _give(self, step: Step) -> list[str]:
        thing, words = self._thing(step)
        to = str(step.args.get("to") or "")
        found = self._holds(thing, words, "hand over")
        if to not in self._people and to not in self._home.residents:
            found.append(f"I do not know {to or 'whom'} to give {the(words)} to.")
        elif self._now.at != to:
            found.append(f"I cannot hand {the(words)} over from elsewhere.")
        warm = self._warm(thing, words)
        if warm is not None and warm >= HOT_C:
            found.append(f"{the(words).capitalize()} is too hot to hand over.")
        self._now.held, self._now.words = "", ""
        return found

    def _front(self, step: Step) -> list[str]:
        place = str(step.args.get("place") or "")
        now, found = self._now, []
        if place not in self._home.places:
            return [f"There is no place '{place}' to {step.verb}."]
        name = the(self._home.places[place].name)
        if self._home.places[place].opening == "none":
            found.append(f"{name.capitalize()} has nothing to {step.verb}.")
        if now.held:
            found.append(f"I cannot {step.verb} {name}: I hold {the(now.words)}.")
        if now.at != place:
            found.append(f"I cannot {step.verb} {name} from elsewhere.")
        change = now.opened.add if step.verb == "open" else now.opened.discard
        change(place)
        return found

    def _follow(self, step: Step) -> list[str]:
        whom = step.args.get("person")
        return [] if whom in self._people else [f"I do not know {whom} to follow."]

    # --- what the rules ask

    def _holds(self, thing: str, words: str, doing: str) -> list[str]:
        now = self._now
        if not now.held:
            return [f"I cannot {doing} {the(words)}: my hand is empty."]
        return (
            [] if now.held == thing else [f"I cannot {doing} {the(words)}: I hold another thing."]
        )

    def _thing(self, step: Step) -> tuple[str, str]:
        thing = str(step.args.get("thing") or "")
        return thing, str(step.args.get("words") or thing)

    def _belief(self, thing: str) -> ObjectBelief | None:
        return next((b for b in self._state.known.beliefs.all() if b.id == thing), None)

    def _place_of(self, thing: str) -> str:
        belief = self._belief(thing)
        return (belief.place or FLOOR) if belief is not None else self._now.at

    def _shut(self, place: str) -> bool:
        known = self._home.places.get(place)
        if known is None or known.opening == "none" or place in self._now.opened:
            return False
        return bool(known.surfaces) and all(surface.inside for surface in known.surfaces)

    def _warm(self, thing: str, words: str) -> float | None:
        """How warm it is believed or was said to be."""
        label = words.rsplit(maxsplit=1)[-1] if words else ""
        belief = self._belief(thing)
        for fact in self._state.given:
            if fact.name == "hot" and fact.holds and fact.args:
                noun = fact.args[0].split()[-1]
                kind = belief.label if belief is not None else label
                if fact.args[0] in (thing, words) or fit(noun, kind) > 0:
                    return SAID_HOT_C
        return None if belief is None else belief.temperature_c
