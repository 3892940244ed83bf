"""Goals and what is believed come in; what the plan gate says of them goes out (layer L0).

Every plan passes here, whoever made its goals. Goals are judged as typed deeds, and the order's
own words as well, for the manner in them ("at the edge", "leave it on"). Words to be said or kept
for somebody ("tell Ben to ...") are data and not judged as orders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from home_agent.errors import Refused
from home_agent.gate.deeds import Deed, Mention, World
from home_agent.gate.gate import Ruling, graver, judge, judge_text
from home_agent.gate.things import properties
from home_agent.gate.told import believe
from home_agent.planning.believed import HOT_C, Believed
from home_agent.planning.meaning import bare
from home_agent.types import Fact, Goal, ObjectBelief, Ref

# Skills that change nothing but what is known or said.
TALK = frozenset(
    ("tell", "answer", "remember", "remind", "forget", "recall", "greet", "describe", "where_is")
)
_KINDS = {
    **{"put": "put", "tidy": "put", "give": "give", "fetch": "take", "pick": "take"},
    **{"open": "open", "close": "close", "pour": "pour", "clean": "clean", "find": "wait"},
}
_RELATIONS = {"place": "on", "container": "in", "to": "to", "source": "from", "person": "to"}


def rule(goals: Sequence[Goal], state: Believed, told: Iterable[str] = ()) -> Ruling:
    """The gate's ruling on goals in a believed state; `told` are sentences of facts."""
    world = believe([*told, *(_sentence(fact) for fact in state.given)], world_of(state))
    acting = [goal for goal in goals if goal.skill not in TALK]
    ruling = judge([deed(goal, state) for goal in acting], world)
    for said in dict.fromkeys(goal.said for goal in acting if goal.said):
        if not any(goal.said == said for goal in goals if goal.skill in TALK):
            ruling = graver(ruling, judge_text(said, world))
    return ruling


def deed(goal: Goal, state: Believed) -> Deed:
    """A goal as a deed, its things with what is believed of them."""
    kind = _KINDS.get(goal.skill, "unknown")
    if goal.skill == "switch":
        kind = "off" if str(goal.slots.get("state", "on")).endswith("off") else "on"
    if goal.skill == "fetch" and isinstance(goal.slots.get("to"), Ref):
        kind = "give"
    mentions = []
    for slot, value in goal.slots.items():
        if not isinstance(value, Ref) or value.kind not in ("thing", "place", "person"):
            continue
        relation = _RELATIONS.get(slot, "")
        if relation == "in" and kind in ("open", "close"):
            relation = ""
        mentions.append(_mention(value, relation, state))
    return Deed(kind, tuple(mentions), verb=goal.skill)


def _mention(what: Ref, relation: str, state: Believed) -> Mention:
    # Who speaks is no other person: their own medicine, say, goes to them.
    name = "speaker" if what.id == "speaker" else bare(what.category or what.text).lower()
    has = set(properties(name) | properties(bare(what.text)))
    if what.kind == "person":
        has.add("person")
    if relation == "on" and _shuts(what, state):
        relation = "in"
    belief = next((one for one in state.known.beliefs.all() if one.id == what.id), None)
    if belief is not None:
        has |= _felt(belief)
    return Mention(name, frozenset(has), relation)


def _felt(belief: ObjectBelief) -> set[str]:
    """What the sensors say of a thing."""
    hot = belief.temperature_c is not None and belief.temperature_c >= HOT_C
    return {"hot"} if hot else set()


def _shuts(what: Ref, state: Believed) -> bool:
    place = state.known.home.places.get(what.id or "")
    return place is not None and bool(place.surfaces) and all(s.inside for s in place.surfaces)


def world_of(state: Believed) -> World:
    """What the gate must know of the home: which pets and children are about, what is hot."""
    world = World()
    for belief in state.known.beliefs.all():
        world.beings |= properties(belief.label) & {"child", "pet"}
        if _felt(belief):
            world.of(belief.label).add("hot")
    return world


def _sentence(fact: Fact) -> str:
    if not fact.args:
        return ""
    return f"the {bare(fact.args[0])} is {'' if fact.holds else 'not '}{fact.name}"


def refuse_danger(text: str) -> None:
    """Raise Refused for an order in plain words that the gate would never let pass."""
    ruling = judge_text(text)
    if ruling.decision == "refuse":
        raise Refused(ruling.reason)
