"""A policy that is watched comes in; courses of what it did go out, and batches to learn from.

`Watched` wraps the policy whose deeds are worth learning (the teacher). `Shared` lets a student
drive first and hands over at a random moment: the teacher's way out of the student's mistakes is
what DAgger needs, and it is recorded like any other demonstration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput
from home_agent.perception.camera import map_to_base
from home_agent.ports import Kinematics, Policy
from home_agent.types import (
    VERBS,
    ActionChunk,
    Aim,
    CameraFrame,
    Detection,
    Measured,
    Observation,
    Pose3D,
    Ref,
)
from home_agent.vla import pictures
from home_agent.vla.attention import head_pose
from home_agent.vla.body import features, target_of
from home_agent.vla.config import VLAConfig
from home_agent.vla.goal import Goal, goal_at, to_row, toward
from home_agent.vla.motion import to_moves
from home_agent.vla.sample import Moves
from home_agent.vla.words import encode

Floats = NDArray[np.float64]
KEYS = ("body", "verb", "words", "crops", "moves", "progress", "goal", "toward")


@dataclass(slots=True)
class Course:
    """What was seen and done between two `begin`s, one entry a call of `act`.

    looks: the last crops of head and wrist [2, 7, c, c] at each entry. point_map [3]: what the
    aim points at; measured: that as the policy had measured it by then. ended: it was reached.
    """

    aim: Aim
    seen: list[Observation] = field(default_factory=list)
    chunks: list[ActionChunk] = field(default_factory=list)
    looks: list[NDArray[np.float16]] = field(default_factory=list)
    point_map: Floats | None = None
    measured: list[Measured | None] = field(default_factory=list)
    ended: bool = False


class Watched:
    """The policy it wraps, every deed kept in `courses`; implements `ports.Policy`."""

    def __init__(self, inner: Policy, config: VLAConfig) -> None:
        self._inner, self._config = inner, config
        self.courses: list[Course] = []

    @property
    def name(self) -> str:
        return self._inner.name

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        return self._inner.look(seen, wanted)

    def begin(self, aim: Aim, seen: Observation) -> None:
        at = aim.position_map_m
        self._inner.begin(aim, seen)
        self.courses.append(Course(aim, point_map=None if at is None else np.array(at, float)))

    def act(self, seen: Observation) -> ActionChunk:
        chunk = self._inner.act(seen)
        course = self.courses[-1]
        measured: Measured | None = getattr(self._inner, "measured", None)
        course.measured.append(measured)
        if measured is not None:
            course.point_map = np.array(measured.position_map_m)
        last = course.looks[-1] if course.looks else _blank(self._config)
        course.looks.append(_looks(seen, course.point_map, last, self._config))
        course.seen.append(_light(seen))
        course.chunks.append(chunk)
        course.ended = course.ended or bool(chunk.done[-1] >= 0.5)
        return chunk


class Shared:
    """A student that is relieved by a teacher after `student_s` of each aim (DAgger)."""

    def __init__(
        self, student: Policy, teacher: Policy, rng: np.random.Generator, longest_s: float = 6.0
    ) -> None:
        self._student, self._teacher, self._rng = student, teacher, rng
        self._longest_s, self._until_s = longest_s, 0.0
        self._aim: Aim | None = None
        self._relieved = True

    @property
    def name(self) -> str:
        return f"{self._student.name}, then {self._teacher.name}"

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        return self._teacher.look(seen, wanted)

    def begin(self, aim: Aim, seen: Observation) -> None:
        self._aim, self._relieved = aim, False
        self._until_s = seen.t_s + float(self._rng.uniform(0.0, self._longest_s))
        self._student.begin(aim, seen)

    def act(self, seen: Observation) -> ActionChunk:
        assert self._aim is not None
        if not self._relieved and seen.t_s < self._until_s:
            chunk = self._student.act(seen)
            if not chunk.gave_up and chunk.done.max() < 0.5:
                return chunk
        if not self._relieved:
            self._relieved = True
            self._teacher.begin(self._aim, seen)
        return self._teacher.act(seen)


def rows(course: Course, arm: Kinematics, config: VLAConfig, ticks: int = 4) -> Moves | None:
    """A course as a batch, one row for each call of `act`; None when it is too short.

    ticks: points of a chunk that are carried out before the next call.
    """
    count = len(course.seen)
    if count < 4 or not course.ended:
        return None
    begun_s, end_s = course.seen[0].t_s, course.seen[-1].t_s
    tools = [arm.tool(seen.arm) for seen in course.seen]
    goals = goals_of(
        [goal_at(tool, seen.base) for tool, seen in zip(tools, course.seen, strict=True)],
        [float(chunk.grip[0]) for chunk in course.chunks],
    )
    found: list[Mapping[str, object]] = []
    for n in range(count - 1):
        seen = course.seen[n]
        ahead = _joined(course.chunks[n : n + config.chunk // ticks + 1], ticks, config.chunk)
        camera = _camera(seen)
        target = target_of(course.aim, course.point_map, course.measured[n], seen.base)
        found.append(
            {
                "body": features(seen, tools[n], camera, target),
                "verb": np.int64(VERBS.index(course.aim.verb)),
                "words": encode(course.aim.words, config),
                "crops": course.looks[n],
                "moves": to_moves(ahead, seen, camera, arm, config.chunk),
                "progress": np.float32((seen.t_s - begun_s) / max(end_s - begun_s, 1e-6)),
                "goal": to_row(goals[n], seen.base),
                "toward": toward(goals[n], seen.base, tools[n], camera),
            }
        )
    return Moves(**{key: np.stack([np.asarray(row[key]) for row in found]) for key in KEYS})


def goals_of(stations: Sequence[Goal], grips: Sequence[float]) -> list[Goal]:
    """For each moment the station of the next event: the hand begins to close or to open, or the
    last. grips: the force wanted at each (N, negative opens); opening an empty hand is no event.
    """
    goals, next_one = [], stations[-1]
    for n in range(len(stations) - 1, -1, -1):
        goals.append(next_one)
        before = grips[n - 1] if n else grips[0]
        if (before <= 0 < grips[n]) or (grips[n] < 0 < before):
            next_one = stations[n]
    return goals[::-1]


def write(path: Path, batch: Moves) -> None:
    """Keep rows in a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **{key: getattr(batch, key) for key in KEYS})


def read(folder: Path, close: Callable[[NDArray[Any]], NDArray[Any]] | None = None) -> Moves:
    """All rows of a folder; raises `BadInput` when there are none.

    close: what is kept of the crops [n, 2, 7, c, c] of each file, which are too many for memory.
    """
    paths = sorted(folder.glob("*.npz"))
    if not paths:
        raise BadInput(f"There are no demonstrations in {folder}.")
    parts: dict[str, list[NDArray[np.float32]]] = {key: [] for key in KEYS}
    for path in paths:
        with np.load(path) as found:
            for key in KEYS:
                kept = close(found[key]) if close is not None and key == "crops" else found[key]
                parts[key].append(kept)
    return Moves(**{key: np.concatenate(value) for key, value in parts.items()})


def _joined(chunks: Sequence[ActionChunk], ticks: int, steps: int) -> ActionChunk:
    """What was carried out of following chunks, as one."""
    last = len(chunks) - 1

    def part(name: str) -> NDArray[np.float64]:
        each = [getattr(one, name)[: None if n == last else ticks] for n, one in enumerate(chunks)]
        found: NDArray[np.float64] = np.concatenate(each)[:steps]
        return found

    first = chunks[0]
    return ActionChunk(
        first.t_s,
        first.dt_s,
        base=part("base"),
        arm=part("arm"),
        head=part("head"),
        grip=part("grip"),
        done=part("done"),
    )


def _light(seen: Observation) -> Observation:
    """An observation without its pictures, but with the poses of the cameras."""
    none = np.zeros((0, 0), np.float32)
    cameras = {
        name: CameraFrame(none, frame.k, frame.pose_base, t_s=frame.t_s)
        for name, frame in seen.cameras.items()
    }
    return replace(seen, cameras=cameras)


def _camera(seen: Observation) -> Pose3D:
    head = seen.cameras.get("head")
    return head_pose(*seen.head.tolist()) if head is None else head.pose_base


def _blank(config: VLAConfig) -> NDArray[np.float16]:
    return np.zeros((2, config.channels, config.crop_px, config.crop_px), np.float16)


def _looks(
    seen: Observation, point_map: Floats | None, last: NDArray[np.float16], config: VLAConfig
) -> NDArray[np.float16]:
    """The crops of head and wrist at the point, as the running policy would cut them."""
    if point_map is None:
        return last
    out = last
    base = map_to_base(point_map[None], seen.base)[0]
    for row, name in enumerate(("head", "wrist")):
        frame = seen.cameras.get(name)
        if frame is None or frame.rgb is None:
            continue
        close = pictures.close_to(frame, pictures.channels(frame), base, config.crop_px)
        if close is not None:
            out = out.copy()
            out[row] = close.astype(np.float16)
    return out
