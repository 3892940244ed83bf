"""One small room with a table, a few things and people, for tests of the simulated world."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import Place, Room, Surface
from home_agent.ports import CommandChannel
from home_agent.sim.body import TUCK
from home_agent.sim.kinematics import ArmKinematics, hand_matrix, pose
from home_agent.sim.spec import HomeSpec, PersonSpec, ThingSpec, Wall
from home_agent.sim.world import World
from home_agent.types import Command, Pose2D

TABLE = Place(
    "table",
    "table",
    "table",
    "room",
    Pose2D(4.0, 2.5, np.pi),
    (0.8, 1.2, 0.74),
    (Surface("top", (0.0, 0.0), (0.8, 1.2), 0.74),),
    approach=(Pose2D(3.2, 2.5, 0.0),),
)
CUPBOARD = Place(
    "cupboard",
    "cupboard",
    "cupboard",
    "room",
    Pose2D(5.7, 4.0, np.pi),
    (0.4, 0.56, 1.24),
    (Surface("inside", (0.0, 0.0), (0.3, 0.46), 0.72, 0.42, True),),
    "hinged",
)
MUG = ThingSpec(
    "mug",
    "mug",
    "red",
    "ceramic",
    (0.116, 0.08, 0.095),
    0.3,
    (3.75, 2.5, 0.741),
    0.0,
    "room",
    ("table", "top"),
)
CAN = ThingSpec(
    "can",
    "can",
    "blue",
    "metal",
    (0.066, 0.066, 0.115),
    0.35,
    (3.9, 2.2, 0.741),
    0.0,
    "room",
    ("table", "top"),
)
TOY = ThingSpec(
    "toy_block",
    "toy block",
    "green",
    "wood",
    (0.06, 0.06, 0.05),
    0.1,
    (2.2, 1.0, 0.001),
    0.0,
    "room",
    None,
)
ANNA = PersonSpec(
    "anna", "Anna", "adult", 1.7, "standing", "blue", (1.0, 4.0), 0.0, "room", speaker=True
)


def room(
    things: tuple[ThingSpec, ...] = (MUG, CAN, TOY),
    people: tuple[PersonSpec, ...] = (ANNA,),
    start: tuple[float, float, float] = (1.0, 1.0, 0.0),
) -> HomeSpec:
    """A room of 6 x 5 m; its wall stands on all four sides."""
    corners = ((0.0, 0.0), (6.0, 0.0), (6.0, 5.0), (0.0, 5.0))
    return HomeSpec(
        id="test room",
        rooms=(Room("room", "room", "living room", (0.0, 0.0, 6.0, 5.0)),),
        doors=(),
        walls=tuple(Wall(corners[n], corners[(n + 1) % 4]) for n in range(4)),
        places=(TABLE, CUPBOARD),
        things=things,
        people=people,
        start=start,
    )


def hot(thing: ThingSpec, temp_c: float = 60.0) -> ThingSpec:
    """`thing`, just filled with something hot."""
    return replace(thing, temp_c=temp_c)


class Hands:
    """Send commands to a world, as a guard would, and put things into its gripper."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.channel: CommandChannel = world.open_channel()
        self.arm: NDArray[np.float64] = TUCK.copy()
        self.head: NDArray[np.float64] = np.zeros(2)
        self.grip_n = -10.0
        self._count = count()

    def run(self, seconds: float, base: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> None:
        """Drive at `base` (base frame) for a while."""
        until = self.world.time_s + seconds - 1e-6
        while self.world.time_s < until:
            command = Command(
                next(self._count),
                0,
                self.world.time_s,
                np.array(base),
                self.arm,
                self.head,
                self.grip_n,
            )
            self.channel.send(command)
            self.world.step()

    def hold(self, thing: str, at: tuple[float, float, float] = (0.55, 0.0, 0.95)) -> None:
        """Put `thing` between the pads with the tool at `at` (base frame), and close them."""
        world = self.world
        joints = ArmKinematics().reach(pose(np.array(at), hand_matrix(0.0, 0.0, 0.0)), TUCK)
        assert joints is not None
        world.data.qpos[world.scene.arm_q] = joints
        self.arm = joints
        self.run(0.1)
        q = world.scene.free_q[thing]
        tool = world.data.site_xpos[world.scene.tool_site].copy()
        spec = world.scene.things[thing]
        tool[2] -= spec.size_m[2] / 2
        self.grip_n = 25.0
        until = world.time_s + 0.5
        while world.time_s < until:
            world.data.qpos[q : q + 3] = tool
            world.data.qpos[q + 3 : q + 7] = (1.0, 0.0, 0.0, 0.0)
            world.data.qvel[world.scene.free_v[thing] : world.scene.free_v[thing] + 6] = 0.0
            self.run(0.05)
        self.run(0.3)
        assert thing in world.touches.held
