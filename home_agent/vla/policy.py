"""Aims and observations come in; what the trained network sees and does goes out (ports.Policy).

No simulator, no torch: ONNX and numpy. The network points at what the words name, look by look
the point is lifted with depth and kept in the map, and motion is decoded towards it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from home_agent.clock import wall_s
from home_agent.errors import BadInput
from home_agent.perception.camera import base_to_map, lift, map_to_base, project, rotation
from home_agent.ports import Kinematics
from home_agent.types import (
    VERBS,
    ActionChunk,
    Aim,
    CameraFrame,
    Detection,
    Observation,
    Pose3D,
    Ref,
)
from home_agent.vla import pictures
from home_agent.vla.body import Target, features
from home_agent.vla.eyesight import Eyesight
from home_agent.vla.motion import ahead, quaternion, to_chunk
from home_agent.vla.runtime import Crop, Networks
from home_agent.vla.sample import SIZE_M

Floats = NDArray[np.float64]

# Where the head's camera is when no frame has told: mast, tilt axis and lens of the head.
NECK_M, LENS_M = (-0.18, 0.0, 1.24), 0.042
PATIENCE_S = 12.0  # without coming nearer or further
NEARER_M, MORE = 0.01, 0.01
SURE = 0.5  # a close look less sure than this that the words mean it does not move the point
FAR_M = 0.10  # nor one that would move it farther than this
SLOWEST_S = 0.25  # more delay than this is not rolled forward


class VLAPolicy:
    """Drive the robot with an exported network; `sure` is its confidence in the last look.

    delay_s: how long a chunk takes to make, to be rolled forward; None measures it.
    """

    def __init__(
        self, networks: Networks, arm: Kinematics, delay_s: float | None = 0.0, name: str = "nano"
    ) -> None:
        self._nets, self._arm, self._name = networks, arm, name
        self._eyes = Eyesight(networks)
        self._measured, self._delay_s = delay_s is None, delay_s or 0.0
        self._aim: Aim | None = None
        self._point: Floats | None = None  # in the map
        self._target = Target()
        self._camera: tuple[Pose3D, Floats] | None = None  # of the last frame, and the head then
        self._last: ActionChunk | None = None
        self._best, self._nearest, self._moved_s = -1.0, np.inf, 0.0
        self._crops = self._blank()
        self.sure = 0.0

    @property
    def name(self) -> str:
        """Which network drives."""
        return self._name

    # --- seeing

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the cameras in `seen` show, all of it and what is wanted."""
        return self._eyes.look(seen, wanted)

    # --- acting

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Set a new aim; raises `BadInput` for a verb that was never demonstrated."""
        learned = self._nets.config.learned
        if aim.verb not in learned:
            known = f"It knows: {', '.join(learned)}." if learned else "It was only taught to see."
            raise BadInput(f"The network has not learned to '{aim.verb}'. {known}")
        self._aim, self._last = aim, None
        self._best, self._nearest, self._moved_s = -1.0, np.inf, seen.t_s
        self._crops = self._blank()
        at = aim.position_map_m
        if at is None and aim.thing is not None:
            at = aim.thing.position_map_m
        self._point = None if at is None else np.array(at, float)
        self._target = Target(by_handle=aim.by_handle, upright=aim.upright)

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk towards the aim; `gave_up` says why when it comes no nearer."""
        if self._aim is None:
            raise BadInput("Nothing to do: begin with an aim.")
        begun_s = wall_s()
        self._see(seen)
        now = ahead(seen, self._last, min(self._delay_s, SLOWEST_S))
        target = self._target
        if self._point is not None:
            target = replace(target, point_base=map_to_base(self._point[None], now.base)[0])
        camera = self._head_camera(now)
        tool = self._arm.tool(now.arm)
        verb = VERBS.index(self._aim.verb)
        body = features(now, tool, camera, target)
        moves, progress = self._nets.act(body, verb, self._aim.words, self._crops)
        chunk = to_chunk(moves, now, camera, self._arm, self._nets.config.dt_s)
        chunk = replace(chunk, progress=progress, gave_up=self._stuck(now, tool, progress))
        if self._measured:
            self._delay_s = 0.9 * self._delay_s + 0.1 * (wall_s() - begun_s)
        self._last = chunk
        return chunk

    def _see(self, seen: Observation) -> None:
        """Look again at what is acted on, with whatever cameras there are now."""
        head, wrist = seen.cameras.get("head"), seen.cameras.get("wrist")
        if head is not None:
            self._camera = head.pose_base, np.array(seen.head)
        if self._point is None:
            return
        for row, frame in ((1, wrist), (0, head)):
            if frame is not None and frame.rgb is not None:
                self._again(seen, frame, row)

    def _again(self, seen: Observation, frame: CameraFrame, row: int) -> None:
        """A close look where the point should be; it moves there if the words mean what is seen."""
        assert self._aim is not None and self._point is not None
        base = map_to_base(self._point[None], seen.base)
        u, v, depth = (float(value[0]) for value in project(base, frame))
        high, wide = frame.depth_m.shape
        if depth <= 0.05 or not (0 <= u < wide and 0 <= v < high):
            return
        near = pictures.depth_at(frame, u, v)
        if near <= 0:
            return
        cut = pictures.window(frame, u, v, near)
        crop = pictures.crop(pictures.channels(frame), cut, near, self._nets.config.crop_px)
        self._crops[row] = crop
        found = self._nets.near(crop[None], (self._aim.words,))[0]
        if self._aim.verb != "pick":
            return
        self.sure = found.match * float(1.0 - found.kind[-1])
        middle = lifted(found, frame, u, v, near)
        if self.sure >= SURE and float(np.linalg.norm(middle - base[0])) < FAR_M:
            self._point = base_to_map(middle[None], seen.base)[0]
            x, y, z = (float(side) * SIZE_M for side in found.size)
            c2, s2, c, s = (float(part) for part in found.turn)
            self._target = replace(self._target, size_m=(x, y, z), turn=(c2, s2, c, s))

    def _head_camera(self, seen: Observation) -> Pose3D:
        """The head's camera in the base frame now: as last told, turned as the head has turned."""
        pan, tilt = (float(angle) for angle in seen.head)
        if self._camera is not None and np.abs(self._camera[1] - seen.head).max() < 0.02:
            return self._camera[0]
        return head_pose(pan, tilt)

    def _stuck(self, seen: Observation, tool: Pose3D, progress: float) -> str:
        """A sentence when neither progress nor the distance to the point gets any better."""
        assert self._aim is not None
        far = np.inf
        if self._point is not None:
            base = map_to_base(self._point[None], seen.base)[0]
            far = float(np.linalg.norm(base - np.array(tool.position_m)))
        if progress > self._best + MORE or far < self._nearest - NEARER_M:
            self._best, self._nearest = max(self._best, progress), min(self._nearest, far)
            self._moved_s = seen.t_s
        if seen.t_s - self._moved_s > PATIENCE_S and progress < 0.95:
            return f"I come no nearer to {self._aim.words or 'it'}."
        return ""

    def _blank(self) -> NDArray[np.float32]:
        c = self._nets.config
        return np.zeros((2, c.channels, c.crop_px, c.crop_px), np.float32)


def lifted(found: Crop, frame: CameraFrame, u: float, v: float, depth_m: float) -> Floats:
    """The middle of the thing in a close look, base frame [3]."""
    surface = lift(np.array([u]), np.array([v]), np.array([depth_m]), frame)[0]
    moved: Floats = surface + rotation(frame.pose_base.quat_xyzw) @ found.middle * SIZE_M
    return moved


def head_pose(pan_rad: float, tilt_rad: float) -> Pose3D:
    """The head's camera for its angles, base frame, OpenCV's axes."""
    cp, sp, ct, st = np.cos(pan_rad), np.sin(pan_rad), np.cos(tilt_rad), np.sin(tilt_rad)
    way = np.array([cp * ct, sp * ct, -st])
    right = np.array([sp, -cp, 0.0])
    turn = np.column_stack([right, np.cross(way, right), way])
    at = np.array(NECK_M) + LENS_M * way
    return Pose3D((float(at[0]), float(at[1]), float(at[2])), quaternion(turn), "base")


def load_policy(folder: Path, arm: Kinematics, delay_s: float | None = 0.0) -> VLAPolicy:
    """The policy of an exported network; raises `BadInput` when there is none in `folder`."""
    networks = Networks(folder)
    networks.load("see", "near", "point")
    return VLAPolicy(networks, arm, delay_s)
