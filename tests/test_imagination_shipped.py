"""The world model that is shipped: it is small, quick, sane, and comes with card and thresholds."""

import json

import numpy as np
from guard_scenes import Flat, chunk
from rich.console import Console

from home_agent.cli_tools import thresholds
from home_agent.clock import cpu_s
from home_agent.imagination.calibrate import read
from home_agent.imagination.choice import OTHERS, Imagination, varied
from home_agent.imagination.motions import described, extended, together
from home_agent.imagination.runtime import SHIPPED, Network
from home_agent.imagination.sight import Sight
from home_agent.imagination.spec import HARMS
from home_agent.stage import ARM
from home_agent.types import Situation

GO = Situation("go")


def test_sixteen_motions_are_imagined_quickly_and_soundly() -> None:
    look = Sight(ARM).see(Flat(posts=[(0.9, 0.0, 0.2)]).observe(), GO)
    own = extended(chunk((0.4, 0.0, 0.0), look.t_s), look.t_s)
    ways = together([own, *(varied(own, other, look) for other in OTHERS[:15])])
    assert len(ways) == 16
    network, took_s = Network(), []
    for _ in range(5):
        begun_s = cpu_s()
        found = network.imagine(look, described(look, ways, ARM))
        took_s.append(cpu_s() - begun_s)
    assert min(took_s) < 0.1, "several times what it should be (about 15 ms)"
    assert found.chances.shape == (16, 20, len(HARMS))
    assert 0.0 <= found.chances.min() <= found.chances.max() <= 1.0
    assert (np.diff(found.chances, axis=1) >= -1e-6).all()


def test_it_expects_to_bump_into_a_post_when_it_drives_there() -> None:
    """Not how well it foresees, which is for the bench: only that it learned something."""
    look = Sight(ARM).see(Flat(posts=[(0.8, 0.0, 0.2)]).observe(), GO)
    ways = [extended(chunk((v, 0.0, 0.0), look.t_s), look.t_s) for v in (0.0, 0.5)]
    found = Network().imagine(look, described(look, together(ways), ARM))
    still, driven = found.chances[:, -1, HARMS.index("thing")].tolist()
    assert driven > still + 0.3


def test_card_and_thresholds_are_there_and_printed() -> None:
    card = json.loads((SHIPPED / "card.json").read_text())
    assert {"command", "data", "homes", "branches", "lessons"} <= card.keys()
    assert sum(each.stat().st_size for each in SHIPPED.iterdir()) <= 4 * 2**20
    limits = read(SHIPPED / "limits.json")
    assert (limits.table("slow_at") <= limits.table("stop_at")).all()
    Imagination(Network(), limits, ARM)
    console = Console(width=160, record=True)
    console.print(thresholds())
    told = console.export_text()
    assert all(harm in told for harm in (*HARMS, "doubt"))
