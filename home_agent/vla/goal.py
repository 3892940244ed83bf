"""Where hand and base should be next comes in; the numbers that the network reads and says go out.

A goal is where the tool and the base are when the hand next closes, opens or comes to rest: the
key frames of a motion (James and Davison, "Q-attention", arXiv 2105.14829). The network proposes
several goals, one is chosen, and the moves towards it are decoded. A grasp thus is chosen once, and
not a little every time, halfway between two that are good.

As the network says it (row [13], base frame of now): 0-2 the tool's position (m), 3-8 its first two
axes, 9, 10 where the base will be (m), 11, 12 cos and sin of its turn.
As it is told (toward [19]): 0-2 from the tool to the goal (m), 3-5 the turn between the two
(rotation vector), 6-11 the goal's first two axes, all in the head camera's frame; 12-15 the base as
above; 16-18 the tool in the base frame of then (m).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import base_to_map, map_to_base, rotation
from home_agent.types import Pose2D, Pose3D
from home_agent.vla.motion import quaternion

Floats = NDArray[np.float64]
GOAL, TOWARD = 13, 19  # numbers of a goal, and of the way there


@dataclass(frozen=True, slots=True)
class Goal:
    """Where the tool is to be, position [3] (m) and axes [3, 3] in the map, and the base."""

    position_map: Floats
    axes_map: Floats
    base: Pose2D

    @property
    def tool(self) -> Pose3D:
        """The tool's pose in the base frame once the base is there."""
        x, y, z = map_to_base(self.position_map[None], self.base)[0].tolist()
        turned = _turn(-self.base.yaw_rad) @ self.axes_map
        return Pose3D((x, y, z), quaternion(turned), "base")

    def moved(self, by_map: Floats) -> Goal:
        """The same a little further on, as what it is meant for lies further on (m, [3])."""
        return Goal(self.position_map + by_map, self.axes_map, self.base)


def goal_at(tool: Pose3D, base: Pose2D) -> Goal:
    """Tool (base frame) and base (map) as they are somewhere, as a goal."""
    at = base_to_map(np.array([tool.position_m]), base)[0]
    return Goal(at, _turn(base.yaw_rad) @ rotation(tool.quat_xyzw), base)


def to_row(goal: Goal, now: Pose2D) -> NDArray[np.float32]:
    """A goal as the network says it, float32 [13]."""
    turned = _turn(-now.yaw_rad) @ goal.axes_map
    at = map_to_base(goal.position_map[None], now)[0]
    return np.concatenate([at, turned[:, :2].T.ravel(), _step(goal.base, now)]).astype(np.float32)


def from_row(row: NDArray[np.float32], now: Pose2D) -> Goal:
    """What the network said as a goal; its axes are made square (Gram-Schmidt)."""
    x, y, _ = base_to_map(np.array([[row[9], row[10], 0.0]]), now)[0].tolist()
    yaw = math.remainder(now.yaw_rad + math.atan2(row[12], row[11]), math.tau)
    at = base_to_map(row[None, :3].astype(float), now)[0]
    return Goal(at, _turn(now.yaw_rad) @ axes(row[3:9]), Pose2D(x, y, yaw))


def axes(two: NDArray[np.float32]) -> Floats:
    """A rotation [3, 3] from its first two columns [6], which need not be quite square."""
    first, second = two[:3].astype(float), two[3:].astype(float)
    first = first / max(float(np.linalg.norm(first)), 1e-6)
    second = second - first * float(first @ second)
    second = second / max(float(np.linalg.norm(second)), 1e-6)
    return np.column_stack([first, second, np.cross(first, second)])


def toward(goal: Goal, now: Pose2D, tool: Pose3D, camera: Pose3D) -> NDArray[np.float32]:
    """The way to a goal as the network is told it, float32 [19]; tool and camera: base frame."""
    look = rotation(camera.quat_xyzw)
    turned = _turn(-now.yaw_rad) @ goal.axes_map
    far = map_to_base(goal.position_map[None], now)[0] - np.array(tool.position_m)
    turn = cv2.Rodrigues(turned @ rotation(tool.quat_xyzw).T)[0].ravel()
    then = map_to_base(goal.position_map[None], goal.base)[0]
    seen = (look.T @ turned)[:, :2].T.ravel()
    parts = [far @ look, look.T @ turn, seen, _step(goal.base, now), then]
    return np.concatenate(parts).astype(np.float32)


def reached(goal: Goal, now: Pose2D, tool: Pose3D, near_m: float) -> bool:
    """Is the tool as near as `near_m` to the goal?"""
    at = map_to_base(goal.position_map[None], now)[0]
    return float(np.linalg.norm(at - np.array(tool.position_m))) < near_m


def _step(then: Pose2D, now: Pose2D) -> Floats:
    """A base pose as seen from another: x, y (m), cos and sin of the turn."""
    x, y, _ = map_to_base(np.array([[then.x_m, then.y_m, 0.0]]), now)[0].tolist()
    turn = then.yaw_rad - now.yaw_rad
    return np.array([x, y, math.cos(turn), math.sin(turn)])


def _turn(yaw_rad: float) -> Floats:
    c, s = math.cos(yaw_rad), math.sin(yaw_rad)
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
