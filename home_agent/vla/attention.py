"""Observations come in; what is acted on goes out: its point and box, close looks, and the goal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from home_agent.perception.camera import map_to_base
from home_agent.ports import Kinematics, Sight
from home_agent.types import Aim, CameraFrame, Measured, Observation, Pose3D
from home_agent.vla import pictures
from home_agent.vla.body import HELD_M, HELD_N, features, target_of
from home_agent.vla.goal import Goal, reached
from home_agent.vla.motion import quaternion

Floats = NDArray[np.float64]

# Where the head's camera is when no frame has told: mast, tilt axis and lens of the head.
NECK_M, LENS_M = (-0.18, 0.0, 1.24), 0.042
THERE_M = 0.02  # so near to its goal the hand is there, and the next one counts
TURNED_RAD = 0.02  # since its last frame the head has turned farther than this
EYES = ("head", "wrist")


class Attention:
    """Keep an eye on what an aim acts on; whoever decides how to move reads it here.

    point [3] (map): where it is, None for none; measured: as last seen closely. crops [2, 7, c,
    c]: the close looks of head and wrist. goal: where the hand is on its way to, None: nowhere yet.
    frames: the newest of each camera.
    """

    def __init__(self, eyes: Sight, crop_px: int) -> None:
        self._eyes, self._px = eyes, crop_px
        self._aim = Aim("stay")
        self._camera: tuple[Pose3D, Floats] | None = None  # of the last frame, and the head then
        self.frames: dict[str, CameraFrame] = {}
        self.begin(self._aim)

    def begin(self, aim: Aim) -> None:
        """Attend to another aim."""
        self._aim = aim
        at = aim.position_map_m
        if at is None and aim.thing is not None:
            at = aim.thing.position_map_m
        self.point: Floats | None = None if at is None else np.array(at, float)
        self.measured: Measured | None = None
        self.goal: Goal | None = None
        shape = len(EYES), pictures.CHANNELS, self._px, self._px
        self.crops = np.zeros(shape, np.float32)

    def see(self, seen: Observation) -> None:
        """Look again, with whatever cameras there are now."""
        if "head" in seen.cameras:
            self._camera = seen.cameras["head"].pose_base, np.array(seen.head)
        shown = {
            name: frame
            for name, frame in seen.cameras.items()
            if name in EYES and frame.rgb is not None
        }
        self.frames.update(shown)
        if self.point is None or not shown:
            return
        # What is in the hand has moved with it: it is measured only before.
        if self._aim.verb == "pick" and not _grips(seen):
            self._measure(replace(seen, cameras=shown), self.point)
        at = map_to_base(self.point[None], seen.base)[0]
        for row, name in enumerate(EYES):
            if name in shown:
                whole = pictures.channels(shown[name])
                crop = pictures.close_to(shown[name], whole, at, self._px)
                if crop is not None:
                    self.crops[row] = crop

    def feel(self, now: Observation, arm: Kinematics) -> tuple[NDArray[np.float32], Pose3D, Pose3D]:
        """The body's numbers [48], the tool's and the head camera's poses in the base frame.

        A goal that the hand has reached is forgotten.
        """
        tool, camera = arm.tool(now.arm), self._head_camera(now)
        if self.goal is not None and reached(self.goal, now.base, tool, THERE_M):
            self.goal = None
        target = target_of(self._aim, self.point, self.measured, now.base)
        return features(now, tool, camera, target), tool, camera

    def _measure(self, seen: Observation, point: Floats) -> None:
        found = self._eyes.measure(seen, point, self._aim.words)
        if found is not None:
            self.measured, self.point = found, np.array(found.position_map_m)
            if self.goal is not None:
                self.goal = self.goal.moved(self.point - point)

    def _head_camera(self, seen: Observation) -> Pose3D:
        """The head camera in the base frame now: as last told, or as the head has turned."""
        if self._camera is not None and np.abs(self._camera[1] - seen.head).max() < TURNED_RAD:
            return self._camera[0]
        return head_pose(float(seen.head[0]), float(seen.head[1]))


def head_pose(pan_rad: float, tilt_rad: float) -> Pose3D:
    """The head's camera for its angles, base frame, OpenCV's axes."""
    cp, sp, ct, st = np.cos(pan_rad), np.sin(pan_rad), np.cos(tilt_rad), np.sin(tilt_rad)
    way = np.array([cp * ct, sp * ct, -st])
    right = np.array([sp, -cp, 0.0])
    turn = np.column_stack([right, np.cross(way, right), way])
    at = np.array(NECK_M) + LENS_M * way
    return Pose3D((float(at[0]), float(at[1]), float(at[2])), quaternion(turn), "base")


def _grips(seen: Observation) -> bool:
    return seen.grip.force_n > HELD_N and seen.grip.gap_m > HELD_M
