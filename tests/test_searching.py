"""What may be meant is looked at from nearer before one drives on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from sim_room import CAN, MUG, room

from home_agent.ports import Policy
from home_agent.stage import make_agent, set_stage
from home_agent.types import ActionChunk, Aim, Detection, Event, Observation, Ref, Step

SURE_M = 1.6  # from the robot; what is farther off looks like something else


class ShortSighted:
    """A policy that takes a far mug for a tin, though it may be the mug; else the teacher."""

    def __init__(self, inner: Policy) -> None:
        self._inner, self.name = inner, "short-sighted"

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        perhaps = wanted[0].text if wanted else ""
        far_m = math.dist(MUG.position_m[:2], (seen.base.x_m, seen.base.y_m))
        return tuple(
            replace(one, label="tin", perhaps=perhaps)
            if one.label == "mug" and far_m > SURE_M
            else one
            for one in self._inner.look(seen, wanted)
        )

    def begin(self, aim: Aim, seen: Observation) -> None:
        self._inner.begin(aim, seen)

    def act(self, seen: Observation) -> ActionChunk:
        return self._inner.act(seen)


def test_it_comes_nearer_to_what_may_be_meant() -> None:
    stage = set_stage(room(things=(CAN, MUG), start=(1.2, 2.3, 0.0)))
    told: list[Event] = []
    agent = make_agent(replace(stage, policy=ShortSighted(stage.policy)), emit=told.append)
    search = agent.runner._search
    search._eyes.wanted = (mug := Ref("thing", "the red mug", "mug"),)
    found = search._seen_at(MUG.position_m, _wanted(mug))
    assert found is not None and found.label == "mug"
    assert [one.data["looks_like"] for one in told if one.name == "doubt"] == ["red tin"]
    base = agent.runner.body.seen.base
    assert math.dist((base.x_m, base.y_m), MUG.position_m[:2]) < SURE_M
    done = agent.runner.run(Step("find", {"what": mug, "where": None}))
    assert done.ok and done.value.label == "mug"


def _wanted(what: Ref):  # type: ignore[no-untyped-def]
    from home_agent.wanted import Wanted  # noqa: PLC0415

    return Wanted(what, None, None)
