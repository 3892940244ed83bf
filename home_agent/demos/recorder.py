"""Steps, chunks and control periods come in as they happen; recorded episodes go out.

The recorder stands between the robot and the teacher (ports.Policy), so it hears every step and
every chunk; a watcher of the world gives it every control period. One step is one episode.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from home_agent.acting import TICKS, Body
from home_agent.demos.columns import ACTS, GRID, WAYS, Table, table_of
from home_agent.demos.rows import (
    Row,
    action_columns,
    aim_columns,
    camera_columns,
    executed_column,
    f32,
    label_columns,
    passed,
    seen_columns,
)
from home_agent.demos.trouble import Trouble
from home_agent.demos.truth import Meant, came_off, in_base, meant, point_of, shown
from home_agent.demos.video import depth_codes, thermal_codes
from home_agent.errors import StepFailed
from home_agent.home.graph import HomeMap
from home_agent.planning.meaning import name_of
from home_agent.ports import Policy
from home_agent.sim.kinematics import ArmKinematics
from home_agent.sim.referee import Referee
from home_agent.sim.render import Eyes
from home_agent.sim.world import CONTROL_DT_S, World
from home_agent.types import ActionChunk, Aim, CameraFrame, Detection, Observation, Ref

PICTURES_S = {"acts": 0.2, "ways": 0.4}  # between pictures: the policy acts at 5 Hz
LEAST_ROWS = 4

Look = tuple[NDArray[np.uint8], NDArray[np.uint16], NDArray[np.uint8]]  # colour, depth, thermal


@dataclass(slots=True)
class Episode:
    """One step from its beginning to its end.

    rows: a dict of columns for each control period. looks: for each camera one entry a row, the
    same object while there is no new picture.
    """

    table: Table
    aim: Aim
    what: Meant
    task: str
    begun_s: float
    rows: list[Row] = field(default_factory=list)
    looks: dict[str, list[Look]] = field(default_factory=dict)
    passed: int = 0
    ended: str = ""  # "done", "gave up: ..." or "" when it was broken off
    success: bool = False
    mishap: str = "none"


class Recorder:
    """Listen to a run and keep its episodes; implements `ports.Policy`.

    `body` must be set to the agent's body before the first step. wanted: the things that a search
    is for, labelled in the pictures of the way. next_place: number of the node searched now. Steps
    fail once `longest_s` of simulated time are over.
    """

    def __init__(
        self,
        teacher: Policy,
        world: World,
        referee: Referee,
        eyes: Eyes | None,
        trouble: Trouble,
        longest_s: float,
    ) -> None:
        self._teacher, self._world, self._referee = teacher, world, referee
        self._eyes, self._trouble = eyes, trouble
        self._longest_s = longest_s
        self._kinematics = ArmKinematics()
        self.body: Callable[[], Body] | None = None
        self.episodes: list[Episode] = []
        self.wanted: tuple[str, ...] = ()
        self.next_place = -1
        self._now: Episode | None = None
        self._chunk: ActionChunk | None = None
        self._latest: dict[str, Look] = {}
        self._labels: Row = {}
        self._fresh, self._pictured_s = False, -np.inf
        world.watchers.append(self._tick)

    @property
    def name(self) -> str:
        """Who drives."""
        return self._teacher.name

    # --- ports.Policy

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """As the teacher."""
        return self._teacher.look(seen, wanted)

    def begin(self, aim: Aim, seen: Observation) -> None:
        """End the episode before and start one."""
        self.end()
        self._teacher.begin(aim, seen)
        self._trouble.begin(aim)
        what = meant(aim, seen, self._world)
        now = Episode(
            table_of(aim.verb), aim, what, _task(aim, self._world.home_map), self._world.time_s
        )
        now.looks = {camera.name: [] for camera in now.table.cameras}
        self._now, self._pictured_s = now, -np.inf

    def act(self, seen: Observation) -> ActionChunk:
        """The teacher's chunk, with what goes wrong put into it."""
        now = self._now
        assert now is not None
        if self._world.time_s > self._longest_s:
            now.ended = "broken off: it took too long"
            raise StepFailed("This demonstration takes too long.")
        if self._trouble.moves(now.what.owner):
            self._teacher.begin(now.aim, seen)  # it plans anew: a clean demonstration of that
        clean = self._teacher.act(seen)
        self._chunk = clean
        if clean.gave_up:
            now.ended = f"gave up: {clean.gave_up}"
            return clean
        if clean.done[min(TICKS, len(clean.done)) - 1] >= 0.5:
            now.ended = "done"
        if seen.t_s - self._pictured_s > PICTURES_S[now.table.name] - 1e-6:
            self._picture(now, seen)
        return self._trouble.change(clean)

    # --- what happens meanwhile

    def _picture(self, now: Episode, seen: Observation) -> None:
        """Take pictures with all cameras, and label them."""
        world = self._world
        names = tuple(camera.name for camera in now.table.cameras)
        frames = world.observe(names).cameras
        self._labels = camera_columns(frames)
        meant_here = [now.what]
        if now.table is WAYS and self.wanted:
            meant_here = [Meant(owner=name) for name in self.wanted]
        for name in names:
            frame = frames[name]
            blank = np.zeros((*frame.depth_m.shape, 3), np.uint8)
            colour = blank if self._eyes is None else self._eyes.see(world.data, name)
            warm = frame.thermal_c
            assert warm is not None
            self._latest[name] = (
                colour.copy(),
                depth_codes(frame.depth_m[::GRID, ::GRID]),
                thermal_codes(warm[::GRID, ::GRID]),
            )
            # Where several are right, the one that shows best.
            found = [_shown(what, name, frame, world) for what in meant_here]
            self._labels[f"label.{name}"] = f32(max(found, key=lambda label: label[3]))
        self._fresh, self._pictured_s = True, seen.t_s

    def _tick(self, world: World) -> None:
        """A watcher of the world: what was so in the control period that has just passed."""
        now, chunk = self._now, self._chunk
        if now is None or chunk is None or self.body is None or not self._labels:
            return
        begun_s = world.time_s - CONTROL_DT_S
        at = round((begun_s - chunk.t_s) / chunk.dt_s)
        if not 0 <= at < min(TICKS, len(chunk.done)):
            return
        seen = self.body().seen
        now.passed = passed(now.aim.route, seen.base, now.passed)
        row: Row = {
            **seen_columns(seen, self._kinematics),
            **aim_columns(now.aim, seen, now.passed),
            **self._labels,
            "observation.fresh": f32([self._fresh]),
            **action_columns(chunk, at, self._kinematics),
            **executed_column(world.command),
            **label_columns(
                now.what,
                world,
                float(chunk.done[at]),
                self.next_place,
                not self._trouble.spoils(float(chunk.grip[at])),
                self._trouble.on,
                self._trouble.kind,
            ),
        }
        if self._trouble.on or (self._trouble.happened and now.table is ACTS):
            now.mishap = self._trouble.kind
        now.rows.append({column.name: row[column.name] for column in now.table.columns})
        for name, looks in now.looks.items():
            looks.append(self._latest[name])
        self._fresh = False

    def end(self) -> None:
        """Close the episode that is open and judge it."""
        now, self._now, self._chunk = self._now, None, None
        self._labels = {}
        if now is None or len(now.rows) < LEAST_ROWS:
            return
        now.success = now.ended == "done" and came_off(
            now.aim, now.what, self._world, self._referee
        )
        count = len(now.rows)
        for n, row in enumerate(now.rows):
            state = row["label.state"]
            state[1] = (n + 1) / count if now.success else 0.0
            state[2] = float(now.success)
        self.episodes.append(now)


def _shown(what: Meant, camera: str, frame: CameraFrame, world: World) -> NDArray[np.float64]:
    point = point_of(what, world)
    at = None if point is None else in_base(point, world.base_pose())
    return shown(what.owner, at, camera, frame, world)


def _task(aim: Aim, home: HomeMap) -> str:
    """The step in words."""
    thing = f"the {aim.words}" if aim.words and not aim.words.startswith("the ") else aim.words
    place = aim.place or ""
    where = f"the {name_of(home, place)}" if place in home.places or place in home.rooms else ""
    if place in home.residents:
        where = home.residents[place].name
    if aim.verb == "pick":
        return f"pick up {thing}" + (" by the handle" if aim.by_handle else "")
    if aim.verb == "place":
        return f"put {thing} on {where or 'there'}"
    if aim.verb == "give":
        whom = aim.person.attributes.get("name", "them") if aim.person else "them"
        return f"give {thing} to {whom}"
    if aim.verb in ("open", "close"):
        return f"{aim.verb} {thing}"
    if aim.verb == "go":
        return f"go to {where or 'there'}"
    return {"home": "fold the arm", "stay": "stay", "look": "look there"}.get(aim.verb, aim.verb)
