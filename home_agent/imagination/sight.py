"""Observations and what the robot does come in; all that imagination knows of now goes out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from home_agent.imagination.arm import ArmShape
from home_agent.imagination.movers import Mover, follow, rows
from home_agent.imagination.points import HIGH_M, Points, around, from_base, remember
from home_agent.imagination.spec import CELL_M, CELLS, GRID_AT_M, MOVERS, PLANES
from home_agent.types import Observation, Situation

HOLDS_N = 0.5
LOW_Z_M = 0.35
WARM_C, PER_C = 48.0, 20.0  # heat is told from there, in so many degrees
WORKS = ("peer", "pick", "place", "give", "open", "close", "pour")
DRIVES = ("go", "follow", "home")
# Nouns of vessels that are open at the top: what is in them can be spilled.
OPEN_VESSELS = (
    *("mug", "cup", "glass", "bowl", "pan", "pot", "saucepan", "bucket", "jug", "beaker"),
    *("goblet", "teacup", "yoghurt", "spatula stand"),
)

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Look:
    """What is known now. grid [4, 32, 32]: low, high, height and moving; movers [5, 8]
    (movers.rows); body [46]; points float64 [n, 3] in the base frame; arm [8]; tool_n: grip force.
    """

    t_s: float
    grid: Floats
    movers: Floats
    body: Floats
    points: NDArray[np.float64]
    arm: NDArray[np.float64]
    grip_n: float


class Sight:
    """Gather looks: give `see` every observation that a chunk is made from."""

    def __init__(self, arm: ArmShape) -> None:
        self._arm = arm
        self.known = Points()
        self.movers: tuple[Mover, ...] = ()
        self._last: tuple[float, float, NDArray[np.float64]] | None = None

    def copy(self) -> Sight:
        """One that goes on by itself from here."""
        other = Sight(self._arm)
        other.known, other.movers, other._last = self.known, self.movers, self._last
        return other

    def see(self, seen: Observation, situation: Situation) -> Look:
        """What is known after one more observation."""
        shape, axes = self._arm.where(np.asarray(seen.arm, float)[None])
        holding = situation.verb in WORKS or seen.grip.force_n > HOLDS_N
        self.known = remember(self.known, seen, shape[0], holding)
        people = np.asarray(situation.people, float).reshape(-1, 2)
        self.movers = follow(
            self.movers, self.known, _world(people, seen), situation.people_t_s, seen.t_s
        )
        points = around(self.known, seen.base)
        moved = from_base(self.known.moved, seen.base)
        look = Look(
            t_s=seen.t_s,
            grid=_grid(points, moved),
            movers=rows(self.movers, seen.base, seen.t_s, MOVERS).astype(np.float32),
            body=self._body(seen, situation, shape[0], axes[0]),
            points=points,
            arm=np.asarray(seen.arm, float),
            grip_n=float(seen.grip.force_n),
        )
        self._last = (float(seen.grip.gap_m), look.grip_n, np.asarray(seen.wrench[:3], float))
        return look

    def _body(
        self,
        seen: Observation,
        situation: Situation,
        shape: NDArray[np.float64],
        axes: NDArray[np.float64],
    ) -> Floats:
        gap, force = float(seen.grip.gap_m), float(seen.grip.force_n)
        pull = np.asarray(seen.wrench[:3], float)
        gap0, force0, pull0 = self._last or (gap, force, pull)
        holds = force > HOLDS_N and gap > 0.002
        known_c = holds and situation.held_c is not None
        warm = 0.0 if situation.held_c is None else (situation.held_c - WARM_C) / PER_C
        verb = situation.verb
        out = np.concatenate(
            [
                seen.base_velocity,
                seen.arm,
                seen.arm_torque / np.array(self._arm.strength),
                shape[3],
                [gap / 0.128, force / 60.0, (gap - gap0) / 0.01, (force - force0) / 20.0],
                np.asarray(seen.wrench) / (50.0, 50.0, 50.0, 5.0, 5.0, 5.0),
                (pull - pull0) / 20.0,
                [holds, holds and situation.held in OPEN_VESSELS],
                [warm if known_c else 0.0, holds and not known_c],
                [verb in WORKS, verb == "give", verb in DRIVES],
                axes[2],
                [seen.bumper],
            ]
        )
        told: Floats = np.clip(np.nan_to_num(out), -5.0, 5.0).astype(np.float32)
        return told


def _world(people: NDArray[np.float64], seen: Observation) -> NDArray[np.float64]:
    c, s = np.cos(seen.base.yaw_rad), np.sin(seen.base.yaw_rad)
    turned: NDArray[np.float64] = people @ np.array([[c, s], [-s, c]])
    turned += np.array([seen.base.x_m, seen.base.y_m])
    return turned


def _grid(points: NDArray[np.float64], moved: NDArray[np.float64]) -> Floats:
    out = np.zeros((PLANES, CELLS, CELLS), np.float32)
    i, j, inside = _cells(points)
    z = points[:, 2]
    low, high = inside & (z < LOW_Z_M), inside & (z >= LOW_Z_M)
    out[0, i[low], j[low]] = 1.0
    out[1, i[high], j[high]] = 1.0
    np.maximum.at(out[2], (i[inside], j[inside]), (z[inside] / HIGH_M).astype(np.float32))
    i, j, inside = _cells(moved)
    out[3, i[inside], j[inside]] = 1.0
    return out


def _cells(
    points: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    at = np.floor((points[:, :2] - GRID_AT_M) / CELL_M).astype(np.int64)
    inside: NDArray[np.bool_] = np.all((at >= 0) & (at < CELLS), axis=1)
    at = np.clip(at, 0, CELLS - 1)
    return at[:, 0], at[:, 1], inside
