"""Looks with their grips come in; rows of how a hand goes in and closes go out.

Roll-outs of kinematics, which cost next to nothing: the hand is put beside its way, where it might
come to be, and what is right from there is known for every such state. Nothing is rendered: what
the head saw is the look's, what the arm feels is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import rotation
from home_agent.sim.body import MAX_GAP_M
from home_agent.sim.kinematics import ArmKinematics, cost
from home_agent.sim.motions.stand import COMFORT
from home_agent.train.way_in import WayIn, roll
from home_agent.types import Grip, Observation, Pose2D, Pose3D
from home_agent.vla.attention import head_pose
from home_agent.vla.body import Target, features
from home_agent.vla.goal import Goal, axes, goal_at, toward
from home_agent.vla.motion import quaternion
from home_agent.vla.sample import SIZE_M

Floats = NDArray[np.float64]
Rows = NDArray[np.float32]

HERE = Pose2D(0.0, 0.0, 0.0)
BACK_M = (0.03, 0.17)  # how far behind the grip the hand may be
ASIDE_M, ASKEW = 0.012, 0.08
AT_M, AT_TURN = 0.003, 0.02  # how near it is when it closes
CLOSING, HOLDING = 0.2, 0.1  # shares of the states
WATCH = 0.5  # of the states with the head turned down at the work
WATCH_TILT = 0.75
HEAD_RAD = 0.15
NOISE_M, NOISE_N = 0.001, 0.3


@dataclass(frozen=True, slots=True)
class Ways:
    """States: which look [n], body [n, 48], toward [n, 19], moves [n, T, 13]."""

    look: NDArray[np.int64]
    body: Rows
    toward: Rows
    moves: Rows


def ways(folder: Path, each: int, steps: int, seed: int = 0, most: int = 1 << 30) -> Ways:
    """`each` states for every look in `folder`, numbered as `grip_sets.read` reads them."""
    rng, arm = np.random.default_rng([seed, 61]), ArmKinematics()
    parts = []
    number = 0
    for path in sorted(folder.glob("*[0-9].npz")):
        with np.load(path) as found:
            bodies, grips = found["body"], found["grips"]
        for body, some in zip(bodies, grips, strict=True):
            if number < most:
                parts += _states(number, body, some[some[:, 9] > 0], each, steps, rng, arm)
            number += 1
    look, body, way, moves = (np.stack(part) for part in zip(*parts, strict=True))
    return Ways(look, body, way, moves)


def _states(
    number: int,
    body: Rows,
    grips: Rows,
    each: int,
    steps: int,
    rng: np.random.Generator,
    arm: ArmKinematics,
) -> list[tuple[np.int64, Rows, Rows, Rows]]:
    """Random states on and beside the way to one of the grips of a look."""
    found = []
    chosen = grips[rng.choice(len(grips), p=grips[:, 9] / grips[:, 9].sum())].astype(float)
    matrix, at = axes(chosen[3:9].astype(np.float32)), chosen[:3]
    answers = arm.solutions(at, matrix)
    if not answers:
        flip = np.diag([1.0, -1.0, -1.0])
        matrix = matrix @ flip
        answers = arm.solutions(at, matrix)
    if not answers:
        return []
    joints = min(answers, key=lambda one: cost(one, COMFORT))
    grip = WayIn(at, matrix, float(chosen[10]))
    for _ in range(each):
        state = _state(grip, joints, body, rng, arm)
        if state is not None:
            row, way, camera, tool, gap, force = state
            moves = roll(grip, tool, (gap, force), camera, steps)
            found.append((np.int64(number), row, way, moves))
    return found


def _state(
    grip: WayIn, joints: Floats, body: Rows, rng: np.random.Generator, arm: ArmKinematics
) -> tuple[Rows, Rows, Floats, tuple[Floats, Floats], float, float] | None:
    """Body and way of a random state, the camera's axes, the tool, and gap and force felt."""
    share = rng.random()
    at, gap, force = grip.position_m.copy(), MAX_GAP_M, 0.0
    aside, askew = AT_M, AT_TURN
    if share < CLOSING:
        if rng.random() < 0.6:
            gap = float(rng.uniform(0.006, MAX_GAP_M))
        if gap < MAX_GAP_M and rng.random() < 0.4:
            force = float(rng.uniform(0.0, 0.5)) * grip.force_n
    elif share < CLOSING + HOLDING:
        gap = float(rng.uniform(0.005, 0.11))
        force = float(rng.uniform(0.7, 1.15)) * grip.force_n
    else:
        at -= rng.uniform(0.0, BACK_M[1]) * grip.matrix[:, 0]
        aside, askew = ASIDE_M, ASKEW
        if rng.random() < 0.4:  # mostly it comes straight
            aside, askew = AT_M, AT_TURN
    at += rng.normal(0.0, aside, 3)
    turn = cv2.Rodrigues(rng.normal(0.0, askew, 3))[0] @ grip.matrix
    found = arm.descend(at, turn, joints, rounds=30)
    if found is None:
        return None
    pan, tilt = (0.0, WATCH_TILT) if rng.random() < WATCH else body[32:34].tolist()
    pan, tilt = pan + rng.normal(0.0, HEAD_RAD), tilt + rng.normal(0.0, HEAD_RAD)
    camera = head_pose(pan, tilt)
    tool = arm.tool(found)
    seen = felt(found, np.array([pan, tilt]), gap + rng.normal(0, NOISE_M), force)
    row = features(seen, tool, camera, target_in(body))
    goal = aimed(grip)
    pose = np.array(tool.position_m), rotation(tool.quat_xyzw)
    return row, toward(goal, HERE, tool, camera), rotation(camera.quat_xyzw), pose, gap, force


def aimed(grip: WayIn) -> Goal:
    """A grip in the base frame as a goal."""
    x, y, z = grip.position_m.tolist()
    return goal_at(Pose3D((x, y, z), quaternion(grip.matrix), "base"), HERE)


def target_in(body: Rows) -> Target:
    """What is acted on, out of the body's numbers."""
    size = (body[37:40] * SIZE_M).tolist()
    turn = body[40:44].tolist()
    return Target(
        body[18:21].astype(float),
        (size[0], size[1], size[2]),
        (turn[0], turn[1], turn[2], turn[3]),
        bool(body[45]),
        bool(body[46]),
    )


def felt(joints: Floats, head: Floats, gap_m: float, force_n: float) -> Observation:
    """What the robot feels with its arm and hand so, at rest."""
    return Observation(
        t_s=0.0,
        base=HERE,
        base_velocity=np.zeros(3),
        lidar_m=np.zeros(0, np.float32),
        lidar_t_s=0.0,
        arm=joints,
        arm_torque=np.zeros(8),
        head=head,
        grip=Grip(gap_m, max(0.0, force_n)),
        wrench=np.zeros(6),
        imu=np.zeros(6),
        battery=1.0,
    )
