"""Hands that propose and move are followed as long as the checks allow it, and no further."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import bare_stage
import numpy as np
import pytest
import sim_room
from test_vla_pictures import level, observation

from home_agent.baselines.grips import own_grips
from home_agent.baselines.hands import Hands, Taken
from home_agent.baselines.planner import Planner
from home_agent.demos.true_eyes import TrueEyes
from home_agent.errors import BadInput
from home_agent.perception.camera import base_to_map, lift
from home_agent.sim.home import to_map
from home_agent.sim.kinematics import ArmKinematics
from home_agent.sim.motions.grasp import Grasp
from home_agent.sim.world import World
from home_agent.train.way_in import WayIn, roll
from home_agent.types import Aim, Measured, Pose2D
from home_agent.vla.attention import head_pose
from home_agent.vla.config import variant
from home_agent.vla.goal import Goal, axes, to_row

BEFORE_TABLE = (3.2, 2.5, 0.0)
FORCE_N = 25.0


class Skilled:
    """Stands for a network: it proposes grips of the can and moves as is right.

    off_m: its moves lead so far beside the grip; grips: what it may propose.
    """

    def __init__(self, world: World, off_m: float = 0.0, grips: int = 16) -> None:
        self.config = replace(variant("nano"), grips=True, reaches=True)
        self._world, self._off_m, self._grips = world, off_m, grips
        self.asked = 0

    def intend(self, body: Any, verb: int, words: str, crops: Any) -> tuple[Any, Any]:
        own = sorted(own_grips(sim_room.CAN, False), key=lambda one: one.cost)[: self._grips]
        base = self._world.base_pose()

        def row(one: Grasp) -> Any:
            return to_row(Goal(one.position_m, one.matrix, base), base)

        return np.stack([row(one) for one in own]), np.linspace(0.9, 0.5, len(own))

    def act(self, body: Any, verb: int, words: str, crops: Any, way: Any) -> tuple[Any, float]:
        self.asked += 1
        camera = head_pose(float(body[32]), float(body[33]))
        look = _axes(camera)
        tool = np.array(camera.position_m) + look @ body[6:9], look @ axes(body[9:15])
        goal = tool[0] + look @ way[:3] + [0.0, self._off_m, 0.0]
        grip = WayIn(goal, look @ axes(way[6:12]), FORCE_N)
        felt = float(body[21]) * 0.128, float(body[22]) * 60.0
        return roll(grip, tool, felt, look, 16), 0.5


def _axes(camera: Any) -> Any:
    from home_agent.perception.camera import rotation  # noqa: PLC0415

    return rotation(camera.quat_xyzw)


def picked(**how: Any) -> tuple[str, list[Taken], Skilled, World]:
    made: list[Skilled] = []

    def make(world: World) -> Planner:
        made.append(Skilled(world, **how))
        hands = Hands(made[0], ArmKinematics())  # type: ignore[arg-type]
        return Planner(to_map(world.spec), TrueEyes(world, 0.002), hands=hands)

    stage = bare_stage.Stage(sim_room.room((sim_room.CAN, sim_room.MUG), (), BEFORE_TABLE), make)
    why = stage.pick(sim_room.CAN)
    return why, stage.policy.taken, made[0], stage.world  # type: ignore[attr-defined]


def test_a_network_that_can_grips_by_itself() -> None:
    why, taken, network, world = picked()
    assert (why, taken) == ("", [Taken(grip=True, way=True)])
    assert world.touches.held == {"can"}
    assert network.asked >= 6, "the way was imagined, and then gone"


def test_a_way_that_ends_beside_the_grip_is_left_to_the_planner() -> None:
    why, taken, _, world = picked(off_m=0.03)
    assert (why, taken) == ("", [Taken(grip=True, way=False)])
    assert world.touches.held == {"can"}


def test_untaught_networks_have_no_hands() -> None:
    networks = SimpleNamespace(config=variant("nano"))
    with pytest.raises(BadInput, match="has not learned to grip"):
        Hands(networks, ArmKinematics())  # type: ignore[arg-type]


def test_handles_and_second_tries_are_left_to_the_planner() -> None:
    mug = sim_room.MUG
    grip = own_grips(mug, False)[0]
    base = Pose2D(3.2, 2.5, 0.0)
    row = to_row(Goal(grip.position_m, grip.matrix, base), base)
    config = SimpleNamespace(grips=True, reaches=True, crop_px=64)
    asked = SimpleNamespace(config=config, intend=lambda *_: (row[None], np.array([0.9])))
    seen = replace(observation(), base=base, cameras={"head": level(1.0)})
    u, v, depth = np.array([160.0]), np.array([120.0]), np.array([1.0])
    x, y, z = base_to_map(lift(u, v, depth, seen.cameras["head"]), base)[0].tolist()
    told = Measured("mug", 0.9, (x, y, z), (0.08, 0.08, 0.1), 0.0)
    hands = Hands(asked, ArmKinematics())  # type: ignore[arg-type]
    plain = Aim("pick", "red mug")
    (found,) = hands.propose(seen, plain, told, mug)
    assert found.position_m == pytest.approx(grip.position_m, abs=1e-5)
    for other in (replace(plain, by_handle=True), replace(plain, avoid=((x, y, z),))):
        assert hands.propose(seen, other, told, mug) == []
    assert hands.propose(seen, plain, None, mug) == [], "nor does it grip what was not measured"
