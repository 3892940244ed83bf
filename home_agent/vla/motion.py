"""A chunk of learned moves and the robot's kinematics come in; joint targets go out, and back.

Moves are relative to where the tool is when the chunk begins, in the head camera's frame then;
inverse kinematics in the robot's own layer turns them into joints.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import rotation
from home_agent.ports import Kinematics
from home_agent.types import ActionChunk, Observation, Pose2D, Pose3D
from home_agent.vla.sample import BASE, DONE, FORCE_N, GRIP, HEAD, HEAD_RAD, SHIFT, SPEED, TOOL
from home_agent.vla.sample import TURN as TURNED

Floats = NDArray[np.float64]
EVERY = 4  # inverse kinematics is solved for every fourth step, joints between are blended
FASTEST = np.array([0.40, 1.2, 1.0, 1.5, 2.0, 2.0, 2.0, 2.5])  # m/s, rad/s


def to_moves(
    points: ActionChunk, seen: Observation, camera: Pose3D, arm: Kinematics, steps: int
) -> NDArray[np.float32]:
    """Set points as moves float32 [steps, 13]; the last one is repeated at rest if they end."""
    out = np.zeros((steps, 13), np.float32)
    look = rotation(camera.quat_xyzw)
    start = arm.tool(seen.arm)
    begun, turned = np.array(start.position_m), rotation(start.quat_xyzw)
    count = len(points.done)
    for n in range(steps):
        at = min(n, count - 1)
        if n < count:
            out[n, BASE] = points.base[at] / SPEED
        tool = arm.tool(points.arm[at])
        out[n, SHIFT] = (np.array(tool.position_m) - begun) @ look / TOOL[0]
        turn = rotation(tool.quat_xyzw) @ turned.T
        out[n, TURNED] = look.T @ cv2.Rodrigues(turn)[0].ravel() / TOOL[1]
        out[n, HEAD] = (points.head[at] - seen.head) / HEAD_RAD
        out[n, GRIP] = points.grip[at] / FORCE_N
        out[n, DONE] = points.done[at]
    return out


def to_chunk(
    moves: NDArray[np.float32],
    seen: Observation,
    camera: Pose3D,
    arm: Kinematics,
    dt_s: float,
) -> ActionChunk:
    """Moves as set points from `seen` on; where the tool cannot go the joints stay as they were."""
    look = rotation(camera.quat_xyzw)
    start = arm.tool(seen.arm)
    begun, turned = np.array(start.position_m), rotation(start.quat_xyzw)
    steps = len(moves)
    keys, joints = [-1], [np.array(seen.arm, float)]
    for n in [*range(EVERY - 1, steps - 1, EVERY), steps - 1]:
        at = begun + look @ moves[n, SHIFT] * TOOL[0]
        turn = cv2.Rodrigues(look @ moves[n, TURNED].astype(np.float64) * TOOL[1])[0]
        found = arm.reach(_pose(at, turn @ turned), joints[-1])
        most = FASTEST * dt_s * (n - keys[-1]) * 1.5
        near = joints[-1] if found is None else found
        joints.append(joints[-1] + np.clip(near - joints[-1], -most, most))
        keys.append(n)
    table, index = np.array(joints), np.arange(steps)
    blended = np.stack([np.interp(index, keys, table[:, j]) for j in range(8)], axis=1)
    done = 1 / (1 + np.exp(-np.clip(moves[:, DONE].astype(np.float64), -30, 30)))
    return ActionChunk(
        t_s=seen.t_s,
        dt_s=dt_s,
        base=moves[:, BASE].astype(np.float64) * SPEED,
        arm=blended,
        head=seen.head + moves[:, HEAD].astype(np.float64) * HEAD_RAD,
        grip=moves[:, GRIP].astype(np.float64) * FORCE_N,
        done=done,
    )


def ahead(seen: Observation, last: ActionChunk | None, delay_s: float) -> Observation:
    """What will be seen once the next chunk is ready: the last one rolled forward by `delay_s`.

    So the new chunk begins where the robot will be, not where it was.
    """
    if last is None or delay_s <= 0:
        return seen
    first = max(0, round((seen.t_s - last.t_s) / last.dt_s))
    count = round(delay_s / last.dt_s)
    rows = [min(first + n, len(last.done) - 1) for n in range(count)]
    if not rows:
        return seen
    x, y, yaw = seen.base.x_m, seen.base.y_m, seen.base.yaw_rad
    for row in rows:
        vx, vy, wz = last.base[row] * last.dt_s
        x += float(np.cos(yaw) * vx - np.sin(yaw) * vy)
        y += float(np.sin(yaw) * vx + np.cos(yaw) * vy)
        yaw += float(wz)
    # Joints follow their set points with a lag; what they were late by now, they are late by then.
    late = seen.arm - last.arm[min(first, len(last.done) - 1)]
    return replace(
        seen,
        t_s=seen.t_s + count * last.dt_s,
        base=Pose2D(x, y, yaw, seen.base.frame),
        base_velocity=last.base[rows[-1]].copy(),
        arm=last.arm[rows[-1]] + late,
        head=last.head[rows[-1]].copy(),
    )


def _pose(position: Floats, matrix: Floats) -> Pose3D:
    """A pose in the base frame from a position [3] and a rotation [3, 3]."""
    x, y, z = (float(value) for value in position)
    return Pose3D((x, y, z), quaternion(matrix), "base")


def quaternion(matrix: Floats) -> tuple[float, float, float, float]:
    """The quaternion x, y, z, w of a rotation [3, 3]."""
    turn = cv2.Rodrigues(matrix)[0].ravel()
    angle = float(np.linalg.norm(turn))
    axis = turn / angle if angle > 1e-12 else np.zeros(3)
    x, y, z = (axis * np.sin(angle / 2)).tolist()
    return x, y, z, float(np.cos(angle / 2))
