"""A search without physics: what a stop shows, and what is believed after it."""

from dataclasses import replace

from sim_room import CAN, MUG, TOY, room

from home_agent.home.belief import Beliefs
from home_agent.sim.home import to_map
from home_agent.sim.spec import HomeSpec
from home_agent.train.hunts import Hunt, node, stand, wanted

INSIDE = replace(MUG, position_m=(5.7, 4.0, 0.721), on=("cupboard", "inside"))


def hunt(spec: HomeSpec, thing: str) -> Hunt:
    (one,) = [one for one in spec.things if one.kind == thing]
    home = to_map(spec)
    return Hunt(spec, home, wanted(f"the {thing}", one, False), Beliefs(home))


def spec(*things: object) -> HomeSpec:
    return room(things)  # type: ignore[arg-type]


def test_it_is_found_where_it_is_and_nowhere_else() -> None:
    search = hunt(spec(MUG, CAN, TOY), "mug")
    before = dict(search.beliefs.likely(search.what))
    assert not search.visit("cupboard")
    assert not search.visit("room")
    after = dict(search.beliefs.likely(search.what))
    assert after["cupboard"] < before["cupboard"] / 2
    assert search.true == {"table"}
    assert search.visit("table")
    assert search.looked == ["cupboard", "room", "table"]
    assert (search.base.x_m, search.base.y_m) == (3.2, 2.5)
    (seen,) = search.beliefs.match(search.what)
    assert seen.place == "table" and search.beliefs.now_s == search.spent_s


def test_what_is_shut_in_shows_only_there() -> None:
    search = hunt(spec(INSIDE), "mug")
    assert not search.visit("table")
    assert search.visit("cupboard")
    assert search.spent_s > 40.0  # opening takes its time


def test_floors_are_looked_at_from_the_room() -> None:
    search = hunt(spec(MUG, TOY), "toy block")
    assert node(TOY) == "room"
    assert not search.visit("table")
    assert search.visit("room")


def test_the_colour_that_was_said_counts() -> None:
    red, blue = MUG, replace(MUG, id="blue", colour="blue", on=("cupboard", "inside"))
    home = to_map(spec(red, blue))
    search = Hunt(spec(red, blue), home, wanted("the blue mug", blue, True), Beliefs(home))
    assert search.true == {"cupboard"}
    assert not search.visit("table")
    assert Hunt(spec(red, blue), home, wanted("a mug", blue, False), Beliefs(home)).visit("table")


def test_one_stands_before_what_has_no_approach() -> None:
    home = to_map(spec(MUG))
    at = stand(home, "cupboard")
    assert 4.8 < at.x_m < 5.2 and abs(at.y_m - 4.0) < 1e-6 and abs(at.yaw_rad) < 1e-6
