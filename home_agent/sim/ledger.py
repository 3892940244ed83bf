"""Where things truly are comes in, period by period; what became of each goes out."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import BASE_RADIUS_M
from home_agent.sim.kinds import kinds
from home_agent.sim.scene import local
from home_agent.sim.shapes import holds
from home_agent.sim.spec import ThingSpec
from home_agent.sim.world import World

FALL_M = 0.15
FALL_WATCH_S = 5.0
PUSHED_M = 0.05
HELD_S = 0.15
TIPPED = math.cos(math.radians(60.0))
LOW_M = 0.05  # a thing whose underside is lower lies on the floor
REST_MPS = 0.06
SLACK_M = 0.03
_STANDING = {
    *("mug", "cup", "bottle", "can", "carton", "teapot", "kettle", "bowl", "plate", "pan", "jar"),
    *("plant", "candle", "brushes", "spray"),
}


@dataclass(slots=True)
class _Account:
    held_s: float = 0.0
    last_held_s: float = -math.inf
    height_m: float = 0.0  # when last held
    held_by: set[str] = field(default_factory=set)


class Ledger:
    """Keep account of every thing: held, dropped, tipped, pushed along the floor."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._names = list(world.scene.things)
        self._bodies = np.array([world.scene.body[name] for name in self._names], int)
        self._start = world.data.xpos[self._bodies].copy()
        self._upright = self._up()
        self._floor_xy: dict[str, NDArray[np.float64]] = {}
        self._accounts: dict[str, _Account] = {}
        self.handled: set[str] = set()
        self.dropped: set[str] = set()
        self.run_over: set[str] = set()
        self.spilled: set[str] = set()

    def _up(self) -> NDArray[np.float64]:
        """How upright each thing is: the z part of its own z axis, float64 [n]."""
        return np.array(self._world.data.xmat[self._bodies, 8])

    def _index(self, thing: str) -> int:
        return self._names.index(thing)

    def watch(self) -> None:
        """Account for one control period."""
        world = self._world
        held = world.touches.held
        for thing in held:
            account = self._accounts.setdefault(thing, _Account())
            account.held_s += 0.05
            account.last_held_s = world.time_s
            account.height_m = float(world.data.xpos[world.scene.body[thing], 2])
            if account.held_s >= HELD_S and self.risen_m(thing) > 0.03:
                self.handled.add(thing)
            account.held_by.add(self._style(thing))
            up = float(world.data.xmat[world.scene.body[thing], 8])
            if up < TIPPED and kinds()[world.scene.things[thing].kind].open_vessel:
                self.spilled.add(thing)
        for thing, account in self._accounts.items():
            since = world.time_s - account.last_held_s
            gone = thing in held or thing in world.handover.taken
            if gone or account.held_s < HELD_S or since > FALL_WATCH_S:
                continue
            if world.data.xpos[world.scene.body[thing], 2] < account.height_m - FALL_M:
                self.dropped.add(thing)
        self._watch_floor()

    def _watch_floor(self) -> None:
        world = self._world
        at = world.data.xpos[self._bodies]
        base = world.base_pose()
        away = np.hypot(at[:, 0] - base.x_m, at[:, 1] - base.y_m)
        for n in np.flatnonzero((at[:, 2] < LOW_M) & (away < 0.6)).tolist():
            thing = self._names[n]
            if thing in world.touches.held or thing in self.handled:
                continue
            first = self._floor_xy.setdefault(thing, at[n, :2].copy())
            pushed = float(np.hypot(*(at[n, :2] - first)))
            if pushed > PUSHED_M or away[n] < BASE_RADIUS_M - 0.02:
                self.run_over.add(thing)

    def held_by(self, thing: str) -> set[str]:
        """By what `thing` was held so far: "handle", "body", "rim" ... (shapes.Hold)."""
        return self._accounts[thing].held_by if thing in self._accounts else set()

    def _style(self, thing: str) -> str:
        """The hold of `thing` that is nearest to the fingers now."""
        world = self._world
        pose = world.thing_pose(thing)
        own = (world.data.site_xpos[world.scene.tool_site] - pose.position_m) @ pose.rotation
        return min(
            holds(world.scene.things[thing]),
            key=lambda hold: float(np.linalg.norm(own - np.array(hold.at))),
        ).style

    def on_floor(self, thing: str) -> bool:
        """Whether `thing` lies on the floor now and has not been picked up."""
        at = self._world.data.xpos[self._world.scene.body[thing]]
        return bool(at[2] < LOW_M) and thing not in self.handled

    def risen_m(self, thing: str) -> float:
        """How far `thing` is above where it lay at first."""
        at = self._world.data.xpos[self._world.scene.body[thing]]
        return float(at[2] - self._start[self._index(thing), 2])

    def lifted_m(self, thing: str) -> float:
        """How far `thing` is from where it lay, 0 while anything but the robot bears it."""
        world = self._world
        own = world.scene.geoms_of(thing)
        pairs = world.data.contact.geom
        touching = pairs[np.isin(pairs, own).any(axis=1)].ravel()
        others = touching[~np.isin(touching, own)]
        if not world.scene.is_robot[others].all():
            return 0.0
        at = world.data.xpos[world.scene.body[thing]]
        return float(np.linalg.norm(at - self._start[self._index(thing)]))

    def tipped(self) -> set[str]:
        """Things that were upright, were handled and set down, and now lie."""
        up = self._up()
        return {
            thing
            for thing in self.handled - self._world.touches.held - self._world.handover.taken.keys()
            if _stands_by_nature(self._world.scene.things[thing])
            and self._upright[self._index(thing)] > 0.9
            and up[self._index(thing)] < TIPPED
        }

    def knocked(self) -> set[str]:
        """Things the robot never lifted that fell or toppled all the same."""
        up = self._up()
        at = self._world.data.xpos[self._bodies]
        fell = at[:, 2] < self._start[:, 2] - FALL_M
        toppled = (up < TIPPED) & (self._upright > 0.9)
        found: set[str] = set()
        for n, thing in enumerate(self._names):
            rolls = kinds()[self._world.scene.things[thing].kind].rolls
            if thing not in self.handled and (fell[n] or (toppled[n] and not rolls)):
                found.add(thing)
        return found

    def stands(self, thing: str) -> bool:
        """Whether `thing` rests, let go of, upright if that is its nature."""
        world = self._world
        if thing in world.touches.held or thing in world.handover.taken:
            return False
        v = world.scene.free_v[thing]
        if float(np.linalg.norm(world.data.qvel[v : v + 3])) > REST_MPS or self.on_floor(thing):
            return False
        if world.data.xpos[world.scene.body[thing], 2] < LOW_M:
            return False
        up = float(world.data.xmat[world.scene.body[thing], 8])
        return up > TIPPED or not _stands_by_nature(world.scene.things[thing])

    def rests_on(self, thing: str, place: str, surface: str = "") -> bool:
        """Whether `thing` is on `place` (at `surface` if named), within its edges and height."""
        world = self._world
        at = world.data.xipos[world.scene.body[thing]]
        bottom = float(world.data.xpos[world.scene.body[thing], 2])
        spec = world.scene.places[place]
        x, y = local(spec.pose, float(at[0]), float(at[1]))
        for face in spec.surfaces:
            if surface and face.id != surface:
                continue
            out = world.slid_m(place, face.id)
            inside = (
                abs(x - out - face.center[0]) <= face.size[0] / 2 + SLACK_M
                and abs(y - face.center[1]) <= face.size[1] / 2 + SLACK_M
            )
            if inside and -SLACK_M <= bottom - face.height_m <= 0.12:
                return True
        return False


def _stands_by_nature(thing: ThingSpec) -> bool:
    return kinds()[thing.kind].shape in _STANDING
