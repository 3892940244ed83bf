"""What imagination knows: the arm, what moves, what lies where, from a small flat world."""

import math

import numpy as np
import pytest
from guard_scenes import TUCK, Flat, chunk

from home_agent.guard.arm import HIGH, LOW, links
from home_agent.imagination.motions import STEPS, described, extended, together
from home_agent.imagination.sight import Look, Sight
from home_agent.imagination.spec import BODY, CELL_M, GRID_AT_M, MOTION
from home_agent.stage import ARM
from home_agent.types import Situation

GO = Situation("go")


def watch(world: Flat, seconds: float, move: tuple[float, float] = (0.0, 0.0)) -> Look:
    """Look five times a second while the first post moves with a velocity."""
    sight = Sight(ARM)
    look = sight.see(world.observe(), GO)
    for _ in range(round(seconds / 0.2)):
        for _ in range(4):
            x, y, r = world.posts[0]
            world.posts[0] = (x + move[0] * 0.05, y + move[1] * 0.05, r)
            world.step()
        look = sight.see(world.observe(), GO)
    return look


def test_the_arm_is_where_the_guard_has_it() -> None:
    rng = np.random.default_rng(1)
    joints = rng.uniform(LOW, HIGH, (20, 8))
    shape, axes = ARM.where(joints)
    for n, each in enumerate(joints):
        shoulder, elbow, wrist, *_, tool = links(each)
        assert np.allclose(shape[n], (shoulder, elbow, wrist, tool), atol=1e-9)
        assert np.allclose(axes[n] @ axes[n].T, np.eye(3), atol=1e-9)


def test_one_who_walks_is_followed() -> None:
    look = watch(Flat(posts=[(2.0, -1.2, 0.12), (-2.0, 0.0, 0.3)]), 1.2, (0.0, 0.8))
    mover = look.movers[0]
    assert mover[0] == 1.0
    assert mover[1:3] == pytest.approx((2.0, -0.24), abs=0.2)
    assert mover[3:5] == pytest.approx((0.0, 0.8), abs=0.2)


@pytest.mark.parametrize("motion", [(0.4, 0.0, 0.0), (0.0, 0.0, 0.6), (0.3, 0.1, 0.3)])
def test_what_stands_does_not_move_when_the_robot_does(motion: tuple[float, float, float]) -> None:
    world = Flat(posts=[(2.5, -1.2, 0.12), (2.0, 1.0, 0.1), (-1.5, 0.4, 0.3), (0.5, -2.2, 0.05)])
    sight = Sight(ARM)
    world.velocity = np.array(motion)
    for n in range(40):
        world.step()
        if n % 4 == 3:
            look = sight.see(world.observe(), GO)
            assert np.abs(look.movers[:, 3:5]).max() == 0.0


def test_a_ball_that_left_the_picture_is_still_there() -> None:
    world = Flat(posts=[(3.0, 3.0, 0.1)], balls=[(0.9, 0.0, 0.05)])
    sight = Sight(ARM)
    world.velocity = np.array([0.4, 0.0, 0.0])
    for n in range(20):
        world.step()
        if n % 4 == 0:
            look = sight.see(world.observe(), GO)
    ahead = 0.9 - world.x
    at = int((ahead - 0.04 - GRID_AT_M[0]) / CELL_M), int((0.0 - GRID_AT_M[1]) / CELL_M)
    assert look.grid[0, at[0] - 1 : at[0] + 2, at[1] - 1 : at[1] + 2].any()


def test_a_motion_tells_how_near_it_leads() -> None:
    look = watch(Flat(posts=[(1.25, 0.0, 0.2)]), 0.4)
    ways = [extended(chunk((v, 0.0, 0.0), look.t_s), look.t_s) for v in (0.0, 0.4)]
    found = described(look, together(ways), ARM)
    assert found.shape == (2, STEPS, MOTION)
    gap = found[:, :, 8]  # things higher than toys: the post, by lidar
    assert gap[0] == pytest.approx(np.full(STEPS, 0.8), abs=0.05)
    assert gap[1, -1] == pytest.approx(0.0, abs=0.06)
    assert (np.diff(gap[1]) <= 1e-6).all()


def test_somebody_who_will_cross_is_near_when_they_cross() -> None:
    look = watch(Flat(posts=[(1.2, -2.0, 0.12), (-3.0, 0.0, 0.1)]), 1.0, (0.0, 0.8))
    stays = described(look, extended(chunk((0.0, 0.0, 0.0), look.t_s), look.t_s), ARM)[0, :, 12]
    goes = described(look, extended(chunk((0.6, 0.0, 0.0), look.t_s), look.t_s), ARM)[0, :, 12]
    assert goes.min() < 0.15 < stays.min()


def test_a_tilted_hand_and_a_jerk_show() -> None:
    look = watch(Flat(posts=[(3.0, 0.0, 0.1)]), 0.2)
    arm = TUCK.copy()
    arm[5] -= math.pi / 4
    plain, tilted = (
        described(look, extended(chunk(t_s=look.t_s, arm=each), look.t_s), ARM)[0]
        for each in (TUCK, arm)
    )
    assert tilted[-1, 29] == pytest.approx(math.pi / 4, abs=0.02)
    assert plain[-1, 29] == pytest.approx(0.0, abs=0.02)


def test_a_body_vector_is_finite_whatever_the_sensors_say() -> None:
    seen = Flat(posts=[(1.0, 0.0, 0.1)]).observe()
    seen.wrench[:] = np.nan
    look = Sight(ARM).see(seen, Situation("place", held_c=None, held="mug"))
    assert look.body.shape == (BODY,)
    assert np.isfinite(look.body).all()
