"""Worlds come in; how many times faster than real time they run goes out, driving and handling."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from home_agent.clock import wall_s
from home_agent.sim.body import TUCK
from home_agent.sim.home import make_home
from home_agent.sim.world import CONTROL_DT_S, World
from home_agent.types import Command


def driving(world: World, seconds: float = 10.0, now_s: Callable[[], float] = wall_s) -> float:
    """Simulated seconds per second of `now_s` while the robot circles on the spot.

    Lidar and floor camera are read every control period (each renews itself at 10 Hz). Takes the
    world's channel.
    """
    channel = world.open_channel()
    begun, until, seq = now_s(), world.time_s + seconds, 0
    while world.time_s < until:
        world.observe(("floor",))
        base = np.array([0.05, 0.0, 0.4])
        channel.send(Command(seq, 0, world.time_s, base, TUCK, np.array([0.0, 0.4]), 0.0))
        seq += 1
        world.step(CONTROL_DT_S)
    return seconds / max(now_s() - begun, 1e-9)


def handling(world: World, seconds: float = 10.0, now_s: Callable[[], float] = wall_s) -> float:
    """The same while the arm moves up and down, with head and wrist camera read at 5 Hz."""
    channel = world.open_channel()
    begun, start, seq = now_s(), world.time_s, 0
    while world.time_s - start < seconds:
        world.observe(("head", "wrist", "floor") if seq % 4 == 0 else ("floor",))
        arm = TUCK.copy()
        arm[0] += 0.15 * math.sin(world.time_s - start)
        channel.send(Command(seq, 0, world.time_s, np.zeros(3), arm, np.array([0.0, 0.6]), 0.0))
        seq += 1
        world.step(CONTROL_DT_S)
    return seconds / max(now_s() - begun, 1e-9)


def main() -> None:
    """Print both figures for a few training homes."""
    for seed in range(4):
        spec = make_home(seed)
        drive, hands = driving(World(spec)), handling(World(spec))
        print(f"home {seed}: driving {drive:.1f} x, handling {hands:.1f} x real time")


if __name__ == "__main__":
    main()
