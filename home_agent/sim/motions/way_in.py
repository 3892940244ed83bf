"""A tool pose to reach comes in; joints of the hand's straight way in to it go out."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.kinematics import ArmKinematics, hand_matrix

Floats = NDArray[np.float64]
Free = Callable[[Floats], bool]

_LINE_M = 0.02
_JUMP_RAD = 0.5
FLIP = np.diag([1.0, -1.0, -1.0])  # the gripper turned half round holds just as well


def way_in(
    arm: ArmKinematics,
    base: Floats,
    position_m: Floats,
    matrix: Floats,
    back_m: Floats,
    near: Floats,
    free: Free,
) -> list[Floats] | None:
    """Joints [8] each from beside a tool pose straight to it, None when something is in the way.

    base [3]; position_m [3] and matrix [3, 3]: the pose in the map; back_m [3]: how far beside it
    the way begins (map); near [8]: the joints that the pose is reached with, roughly.
    """
    turn = hand_matrix(-base[2], 0.0, 0.0)
    origin = np.array([base[0], base[1], 0.0])
    local = turn @ matrix
    steps = max(2, math.ceil(float(np.linalg.norm(back_m)) / _LINE_M))
    end = arm.descend(turn @ (position_m - origin), local, near, rounds=15)
    if end is None or not free(end):
        return None
    path = [end]
    for i in range(1, steps + 1):
        at = turn @ (position_m + (i / steps) * back_m - origin)
        joints = arm.descend(at, local, path[-1], rounds=15)
        if joints is None or np.abs(joints - path[-1]).max() > _JUMP_RAD or not free(joints):
            return None
        path.append(joints)
    return path[::-1]
