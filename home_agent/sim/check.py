"""Home seeds come in, what is wrong with their homes goes out: `python -m home_agent.sim.check`."""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass

import mujoco

from home_agent.clock import wall_s
from home_agent.sim.home import make_home
from home_agent.sim.mjcf import build
from home_agent.sim.spec import HomeSpec

SETTLE_S = 2.0
PENETRATION_M = 0.001
MOVED_M = 0.03


@dataclass(frozen=True, slots=True)
class Finding:
    """What one home showed: how long it took to make (s), and sentences on what is wrong."""

    seed: int
    make_s: float
    compile_s: float
    things: int
    faults: tuple[str, ...]


def check_seed(seed: int, settle_s: float = SETTLE_S) -> Finding:
    """Make, compile and settle the home of `seed`, and look for what must not be."""
    started = wall_s()
    spec = make_home(seed)
    made = wall_s()
    model = build(spec).compile()
    compiled = wall_s()
    faults = home_faults(spec, model, settle_s)
    return Finding(seed, made - started, compiled - made, len(spec.things), tuple(faults))


def home_faults(spec: HomeSpec, model: mujoco.MjModel, settle_s: float = SETTLE_S) -> list[str]:
    """Penetrations over 1 mm at the start, and things that do not stay where they were put."""
    data = mujoco.MjData(model)
    mujoco.mj_forward(model, data)
    faults = []
    for index in range(data.ncon):
        if data.contact.dist[index] < -PENETRATION_M:
            names = [model.geom(int(geom)).name for geom in data.contact.geom[index]]
            faults.append(f"{names[0]} and {names[1]} start {-data.contact.dist[index]:.4f} m deep")
    for _ in range(round(settle_s / model.opt.timestep)):
        mujoco.mj_step(model, data)
    for thing in spec.things:
        moved = math.dist(data.body(thing.id).xpos, thing.position_m)
        if not moved < MOVED_M:
            faults.append(f"{thing.id} on {thing.on} moved {moved:.3f} m while settling")
    return faults


def main() -> None:
    """Check the seeds A..B-1 and print a summary; exit code 1 when a home is wrong."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seeds", default="0:100", metavar="A:B")
    first, last = (int(part) for part in parser.parse_args().seeds.split(":"))
    found = []
    for seed in range(first, last):
        found.append(check_seed(seed))
        for fault in found[-1].faults:
            print(f"seed {seed}: {fault}", flush=True)
    count = len(found)
    times = sorted(one.make_s + one.compile_s for one in found)
    wrong = sum(1 for one in found if one.faults)
    print(
        f"{count} homes, {wrong} with faults, "
        f"{sum(one.things for one in found) / count:.1f} things each; "
        f"seconds to make and compile: median {times[count // 2]:.3f}, "
        f"99% {times[int(count * 0.99)]:.3f}, most {times[-1]:.3f}"
    )
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
