"""An observation and the point acted on come in; the body's numbers go out, float32 [48].

Columns: 0-2 point from tool, 3-5 point, 6-8 tool, 9-14 the tool's first two axes, 15-17 down, all
in the head camera's frame (m); 18-20 the point in the base frame; 21 gap, 22 grip force, 23 is
there a point; 24-31 lift and arm joints; 32-33 head; 34-36 base velocity; 37-39 outer box of the
thing; 40-43 cos and sin of twice its heading in the base frame, and of it; 44 force at the wrist;
45 by the handle, 46 upright, 47 held.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import map_to_base, rotation
from home_agent.types import Aim, Measured, Observation, Pose2D, Pose3D
from home_agent.vla.sample import FORCE_N, SIZE_M, SPEED

Floats = NDArray[np.float64]
GAP_M = 0.128
HELD_N, HELD_M = 0.5, 0.002


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on: its point in the base frame [3] (None: none), box (m) and turn [4]."""

    point_base: Floats | None = None
    size_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    turn: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    by_handle: bool = False
    upright: bool = False


def target_of(
    aim: Aim, point_map: Floats | None, measured: Measured | None, base: Pose2D
) -> Target:
    """What an aim acts on for a base at `base`: as measured, else only the point, if any."""
    if measured is None:
        at = None if point_map is None else map_to_base(point_map[None], base)[0]
        return Target(at, by_handle=aim.by_handle, upright=aim.upright)
    at = map_to_base(np.array([measured.position_map_m]), base)[0]
    turn = measured.yaw_rad - base.yaw_rad
    angles = np.cos(2 * turn), np.sin(2 * turn), np.cos(turn), np.sin(turn)
    c2, s2, c, s = (float(value) for value in angles)
    return Target(at, measured.size_m, (c2, s2, c, s), aim.by_handle, aim.upright)


def features(
    seen: Observation, tool: Pose3D, camera: Pose3D, target: Target
) -> NDArray[np.float32]:
    """The body's numbers; tool and head camera are poses in the base frame."""
    out = np.zeros(48, np.float32)
    turn = rotation(camera.quat_xyzw)
    eye = np.array(camera.position_m)
    hand = (np.array(tool.position_m) - eye) @ turn
    if target.point_base is not None:
        point = (target.point_base - eye) @ turn
        out[0:3], out[3:6], out[18:21], out[23] = point - hand, point, target.point_base, 1.0
    out[6:9] = hand
    out[9:15] = (turn.T @ rotation(tool.quat_xyzw))[:, :2].T.ravel()
    out[15:18] = -turn[2]
    out[21], out[22] = seen.grip.gap_m / GAP_M, seen.grip.force_n / FORCE_N
    out[24:32], out[32:34] = seen.arm, seen.head
    out[34:37] = np.asarray(seen.base_velocity) / SPEED
    out[37:40], out[40:44] = np.array(target.size_m) / SIZE_M, target.turn
    out[44] = float(np.linalg.norm(seen.wrench[:3])) / 50.0
    out[45], out[46] = target.by_handle, target.upright
    out[47] = seen.grip.force_n > HELD_N and seen.grip.gap_m > HELD_M
    return out
