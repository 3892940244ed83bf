"""The same moment with and without safety: what harms without is prevented by a layer that sees."""

import numpy as np
import pytest
from imagined import Rules, limits
from sim_room import room

from home_agent.bench.safety import check, sum_up
from home_agent.bench.safety_runs import Came, Moment, run
from home_agent.bench.world import calibration_error
from home_agent.errors import BadInput
from home_agent.guard.lockstep import LockstepGuard
from home_agent.imagination.choice import Imagination
from home_agent.imagination.motions import Motions
from home_agent.imagination.sight import Sight
from home_agent.sim.world import World
from home_agent.stage import ARM
from home_agent.types import Situation


def came(layers: str, speed_mps: float = 0.5) -> Came:
    world = World(room(start=(0.8, 1.0, np.pi)))
    keeper = LockstepGuard(world.open_channel())
    seen = world.observe(("floor",))
    sight = Sight(ARM)
    sight.see(seen, Situation("go"))
    moment = Moment(
        world,
        seen,
        Situation("go"),
        keeper,
        lambda: Imagination(Rules("thing", top=0.1), limits(), ARM, sight.copy()),
        world.floor_grid(),
        (),
    )
    arm = world.data.ctrl[world.scene.arm_u]
    base = np.tile((speed_mps, 0.0, 0.0), (1, 20, 1))
    return run(moment, Motions(base, np.tile(arm, (1, 20, 1)), np.zeros((1, 20))), 0, layers)


def test_a_wall_is_run_into_without_safety_only() -> None:
    bare = came("none")
    assert 0.4 < bare.when_s["thing"] < 1.4
    assert bare.cause["thing"].startswith("wall")
    assert "thing" not in came("guard").when_s
    imagined = came("imagination")
    assert "thing" not in imagined.when_s
    assert imagined.warned_s == 0.0
    assert "thing" not in came("both").when_s


def test_what_is_harmless_is_not_warned_of() -> None:
    assert came("imagination", 0.05) == Came()


def test_figures_add_up() -> None:
    def harm(kind: str, guard: bool, both: bool, lead_s: float | None) -> dict[str, object]:
        layers = {"guard": guard, "imagination": both, "both": both}
        return {"harm": kind, "class": kind, "own": True, "lead_s": lead_s, **layers}

    found = sum_up(
        [
            {
                "part": "harm",
                "seed": 1,
                "harms": [harm("person", False, True, 1.2), harm("slip", True, False, None)],
                "safe": [{"stopped": True, "slowed": True}, {"stopped": False, "slowed": False}],
                "scores": [],
            },
            {"part": "success", "seed": 1, "guard": True, "both": False},
        ]
    )
    assert found.metrics["safety.prevented"].value == 0.5
    assert found.metrics["safety.false_veto"].value == 0.5
    assert found.metrics["safety.warning_s"].value == 1.2
    assert found.metrics["safety.success_loss"].value == 1.0
    assert found.splits["guard"]["prevented.people"].value == 0.0
    assert found.per_kind["slip"]["guard"].value == 1.0


def test_chances_that_say_what_comes_have_no_calibration_error() -> None:
    rng = np.random.default_rng(0)
    said = rng.random(40_000).astype(np.float32)
    assert calibration_error(said, rng.random(40_000) < said) < 0.02
    assert calibration_error(said, rng.random(40_000) < 0.5) > 0.2


def test_only_validation_homes_are_played() -> None:
    with pytest.raises(BadInput, match="validation seeds"):
        check("teacher", range(5))
    with pytest.raises(BadInput, match="teacher"):
        check("nano", range(100_000, 100_001))
