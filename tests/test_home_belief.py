"""Beliefs about things: seen, missed, moved, held, told, and found again by words."""

import math

import pytest
from homes import small_home
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from home_agent.errors import BadInput
from home_agent.home.belief import Beliefs
from home_agent.home.graph import HomeMap, Resident
from home_agent.home.priors import half_life_s, hazards, weight
from home_agent.home.things import fit, meant, singular
from home_agent.types import Detection, ObjectBelief, Ref

COUNTER = (2.5, 0.36, 0.95)
TABLE = (2.5, 2.7, 0.8)
HOUR = 3600.0


def det(label: str, at: tuple[float, float, float], **attributes: str) -> Detection:
    return Detection(label, 0.95, "head", (0.0, 0.0), at, attributes=attributes)


def thing(noun: str, *relations: tuple[str, Ref], **attributes: str) -> Ref:
    return Ref("thing", noun, noun, attributes, relations)


def place(name: str) -> Ref:
    return Ref("place", name)


def near(at: tuple[float, float, float], dx: float, dy: float = 0.0) -> tuple[float, float, float]:
    return at[0] + dx, at[1] + dy, at[2]


def ids(found: list[ObjectBelief]) -> list[str]:
    return [belief.id for belief in found]


def test_a_thing_seen_again_is_the_same_and_gets_surer() -> None:
    beliefs = Beliefs(small_home())
    (first,) = beliefs.see([det("mug", COUNTER, colour="red")], 1.0)
    (again,) = beliefs.see([det("mug", near(COUNTER, 0.06), colour="red")], 2.0)
    assert first.id == again.id == "mug_1"
    assert first.place == "counter"
    assert again.covariance < first.covariance
    assert again.p_here >= first.p_here > 0.9
    assert COUNTER[0] < again.position_map_m[0] < COUNTER[0] + 0.06


def test_different_things_are_kept_apart() -> None:
    beliefs = Beliefs(small_home())
    beliefs.see(
        [
            det("mug", COUNTER, colour="red"),
            det("mug", near(COUNTER, 0.12), colour="blue"),
            det("bowl", near(COUNTER, 0.05), colour="red"),
            det("mug", near(COUNTER, 0.9), colour="red"),
        ],
        1.0,
    )
    # Two swapped in order, seen from elsewhere, keep their ids by colour and position.
    again = beliefs.see(
        [
            det("mug", near(COUNTER, 0.88), colour="red"),
            det("mug", near(COUNTER, 0.14), colour="blue"),
            det("mug", near(COUNTER, 0.02), colour="red"),
        ],
        2.0,
    )
    assert ids(list(again)) == ["mug_3", "mug_2", "mug_1"]


def test_what_is_not_finite_is_left_out() -> None:
    beliefs = Beliefs(small_home())
    seen = beliefs.see([det("mug", (math.nan, 0.0, 0.0)), det("mug", COUNTER)], 1.0)
    assert ids(list(seen)) == ["mug_1"]
    assert all(math.isfinite(b.p_here) for b in beliefs.all(math.nan))


def test_belief_fades_as_fast_as_such_things_move() -> None:
    beliefs = Beliefs(small_home())
    beliefs.see([det("phone", COUNTER), det("flower pot", near(COUNTER, 0.5))], 0.0)
    phone, pot = beliefs.get("phone_1", 2 * HOUR), beliefs.get("flower_pot_1", 2 * HOUR)
    assert phone.p_here == pytest.approx(0.95 / 4, abs=0.03)
    assert pot.p_here > 0.9
    assert pot.covariance > beliefs.get("flower_pot_1", 0.0).covariance


def test_looking_in_vain_lowers_belief_there_only() -> None:
    beliefs = Beliefs(small_home())
    beliefs.see([det("mug", COUNTER), det("mug", TABLE), det("cup", near(COUNTER, 0.3))], 1.0)
    beliefs.see([det("cup", near(COUNTER, 0.3))], 2.0, ["counter"])
    assert beliefs.get("mug_1").p_here < 0.6
    assert beliefs.get("mug_2").p_here > 0.9
    assert beliefs.get("cup_1").p_here > 0.9
    assert ids(beliefs.match(thing("mug"))) == ["mug_2", "mug_1"]
    beliefs.see([], 3.0, ["counter/top"])
    assert ids(beliefs.match(thing("mug"))) == ["mug_2"], "twice in vain: given up"
    assert beliefs.get("mug_1").seen_s == 1.0


def test_a_look_for_some_things_says_nothing_of_others() -> None:
    beliefs = Beliefs(small_home())
    beliefs.see([det("mug", COUNTER), det("bowl", near(COUNTER, 0.4))], 1.0)
    beliefs.see([], 2.0, ["counter"], wanted=[thing("bowl")])
    assert beliefs.get("mug_1").p_here > 0.9
    assert beliefs.get("bowl_1").p_here < 0.6
    assert beliefs.likely(thing("can"))[0][0] == "counter"
    assert dict(beliefs.likely(thing("plate")))["counter"] > 0.2


def test_a_thing_that_moved_keeps_its_id() -> None:
    beliefs = Beliefs(small_home())
    beliefs.see([det("mug", COUNTER, colour="red"), det("mug", TABLE, colour="blue")], 1.0)
    beliefs.see([], 2.0, ["counter"])
    beliefs.see([det("mug", (8.0, 3.0, 0.5), colour="red")], 3.0)
    assert beliefs.get("mug_1").place == "table_a"
    assert beliefs.get("mug_1").position_map_m[0] == pytest.approx(8.0, abs=0.02)
    assert len(beliefs.match(thing("mug"))) == 2


def test_what_is_held_goes_along_and_is_known_again() -> None:
    beliefs = Beliefs(small_home())
    beliefs.see([det("mug", COUNTER, colour="red")], 1.0)
    held = beliefs.hold("mug_1")
    assert beliefs.held(held)
    assert held.place == "robot"
    beliefs.see([], 2.0, ["counter"])
    assert beliefs.get("mug_1").p_here > 0.9, "its old place says nothing"
    (seen,) = beliefs.see([det("mug", (7.0, 4.0, 1.0), colour="red")], 3.0, robot_m=(6.6, 4.0))
    assert seen.id == "mug_1"
    assert beliefs.held(seen)
    put = beliefs.put("mug_1", (8.0, 3.0, 0.5), 4.0)
    assert (put.place, beliefs.held(put)) == ("table_a", False)
    assert dict(beliefs.likely(thing("mug")))["table_a"] > 0.9


def test_people_are_known_by_name_wherever_they_go() -> None:
    beliefs = Beliefs(small_home())
    anna = Ref("person", "Anna")
    assert beliefs.match(anna)[0].p_here == pytest.approx(0.5)
    beliefs.see([det("person", (1.0, 3.0, 1.0), name="Anna", posture="standing")], 10.0)
    (found,) = beliefs.match(anna)
    assert found.id == "anna"
    assert found.position_map_m == (1.0, 3.0, 1.0)
    assert len([b for b in beliefs.all() if b.label == "person"]) == 2
    sitting = Ref("person", "the person", "person", {"posture": "standing"})
    assert beliefs.match(sitting)[0].id == "anna"


def test_who_stands_where_somebody_stood_is_them_and_who_walked_is_another() -> None:
    """Ben has not moved, Anna has come past him: less far in sum it would be the other way."""
    home = small_home()
    people = [
        Resident("ben", "Ben", "living_room", (5.95, 2.95)),
        Resident("anna", "Anna", "living_room", (7.15, 2.45)),
    ]
    beliefs = Beliefs(HomeMap("pair", rooms=tuple(home.rooms.values()), residents=people))
    stays, walked = (5.83, 2.81, 1.0), (5.15, 3.21, 1.0)
    found = beliefs.see([det("person", stays), det("person", walked)], 40.0)
    assert ids(list(found)) == ["ben", "anna"]


@pytest.fixture
def full() -> Beliefs:
    beliefs = Beliefs(small_home())
    beliefs.see(
        [
            det("mug", COUNTER, colour="red", size="large", material="ceramic"),
            det("mug", TABLE, colour="blue"),
            det("mug", (8.0, 3.0, 0.5), colour="red"),
            det("apple", near(TABLE, 0.2), colour="green"),
            det("can", near(TABLE, 0.0, 0.3), colour="red"),
            det("ball", (9.5, 4.0, 0.04), colour="red"),
            det("juice", (4.4, 0.38, 0.85), colour="orange"),
        ],
        1.0,
    )
    return beliefs


MATCHES: list[tuple[Ref, set[str]]] = [
    (thing("mug"), {"mug_1", "mug_2", "mug_3"}),
    (thing("mug", colour="red"), {"mug_1", "mug_3"}),
    (thing("mug", colour="green"), set()),
    (thing("mug", ("in", place("kitchen"))), {"mug_1", "mug_2"}),
    (thing("mug", ("from", place("kitchen")), colour="red"), {"mug_1"}),
    (thing("mug", ("on", place("kitchen table"))), {"mug_2"}),
    (thing("mug", ("on", Ref("place", "x", id="table_a"))), {"mug_3"}),
    (thing("mug", ("on", Ref("place", "a table", "table"))), {"mug_2", "mug_3"}),
    (thing("mug", ("near", thing("apple"))), {"mug_2"}),
    (thing("ball", ("near", place("the first living room table"))), set()),
    (thing("drink"), {"can_1", "juice_1"}),
    (thing("drinks", ("in", place("fridge"))), {"juice_1"}),
    (thing("fruit"), {"apple_1"}),
    (thing("toy"), {"ball_1"}),
    (thing("cup"), {"mug_1", "mug_2", "mug_3"}),
    (thing("thing", colour="orange"), {"juice_1"}),
    (thing("mug", size="big"), {"mug_1"}),
    (thing("mug", material="ceramic", colour="red"), {"mug_1"}),
    (Ref("thing", "mug", "mug", exclude=(thing("mug", colour="red"),)), {"mug_2"}),
    (Ref("thing", "mug", "mug", exclude=(place("kitchen"),)), {"mug_3"}),
    (Ref("thing", "mug", "mug", exclude=(Ref("thing", "", None, {"colour": "red"}),)), {"mug_2"}),
    (Ref("thing", "mug", "mug", id="mug_2"), {"mug_2"}),
    (Ref("thing", "mug", "mug", candidates=("mug_2", "mug_3")), {"mug_2", "mug_3"}),
    (Ref("thing", "the mug"), {"mug_1", "mug_2", "mug_3"}),
    (thing("unicorn"), set()),
]


@pytest.mark.parametrize(("ref", "expected"), MATCHES)
def test_words_find_what_they_mean(full: Beliefs, ref: Ref, expected: set[str]) -> None:
    assert set(ids(full.match(ref))) == expected


def test_hot_is_measured(full: Beliefs) -> None:
    hot = Detection("mug", 0.95, "head", (0, 0), COUNTER, temperature_c=55.0)
    (mug,) = full.see([hot], 2.0)
    assert "hot" in mug.hazards
    assert ids(full.match(thing("mug", temperature="hot"))) == ["mug_1"]
    assert "mug_1" not in ids(full.match(thing("mug", temperature="cold")))


def test_an_exact_name_comes_before_a_wider_word(full: Beliefs) -> None:
    full.see([det("cup", near(COUNTER, 0.6))], 2.0)
    assert ids(full.match(thing("cup"))) == ["cup_1"]


def test_likely_places_follow_use_sight_words_and_looks() -> None:
    beliefs = Beliefs(small_home())
    ranked = beliefs.likely(thing("book"))
    assert ranked[0][0] == "shelf"
    assert sum(p for _, p in ranked) == pytest.approx(1.0)
    assert beliefs.likely(thing("milk"))[0][0] in ("counter", "fridge")
    assert dict(beliefs.likely(thing("milk")))["fridge"] > 0.15
    here = beliefs.likely(thing("book"), rooms={"living_room"})
    assert {name for name, _ in here} == {"table_a", "table_b", "sofa"}
    assert here == beliefs.likely(thing("book", ("in", place("living room"))))
    assert beliefs.likely(thing("book"), places=["sofa"])[0][0] == "sofa"
    beliefs.see([], 5.0, ["shelf"])
    assert beliefs.likely(thing("book"))[0][0] != "shelf"
    assert beliefs.likely(thing("book"), now_s=5.0 + 240 * HOUR)[0][0] == "shelf"
    beliefs.see([det("book", (8.0, 0.6, 0.45))], 6.0)
    assert beliefs.likely(thing("book"))[0][0] == "sofa"
    assert beliefs.likely(thing("book"))[0][1] > 0.9


def test_a_closed_drawer_is_still_likely_after_a_look_at_the_top() -> None:
    beliefs = Beliefs(small_home())
    before = dict(beliefs.likely(thing("wallet")))["dresser"]
    beliefs.see([], 1.0, ["dresser/top"])
    after = dict(beliefs.likely(thing("wallet")))["dresser"]
    assert 0.2 * before < after < before
    beliefs.see([], 2.0, ["dresser/drawer_1"])
    assert dict(beliefs.likely(thing("wallet")))["dresser"] < 0.5 * after


def test_what_was_told_leads_until_forgotten() -> None:
    beliefs = Beliefs(small_home())
    beliefs.tell(thing("keys"), "the dresser", 1.0)
    assert beliefs.likely(thing("keys"))[0][0] == "dresser"
    assert beliefs.likely(thing("keys"))[0][1] > 0.7
    beliefs.tell(thing("keys"), "bedroom", 2.0)
    assert len(beliefs.facts) == 1, "the later word counts"
    assert {name for name, _ in beliefs.likely(thing("keys"))[:2]} == {"dresser", "bed"}
    assert beliefs.likely(thing("mug"))[0][0] == "counter"
    with pytest.raises(BadInput, match="no place 'cellar'"):
        beliefs.tell(thing("keys"), "cellar")
    beliefs.see([det("keys", COUNTER)], 3.0)
    assert beliefs.forget(thing("keys")) == 2
    assert beliefs.match(thing("keys")) == []
    assert beliefs.facts == []


def test_an_unknown_id_names_the_nearest() -> None:
    beliefs = Beliefs(small_home())
    beliefs.see([det("mug", COUNTER)], 1.0)
    with pytest.raises(BadInput, match="Did you mean 'mug_1'"):
        beliefs.get("mug_7")


@given(st.lists(st.tuples(st.sampled_from(["counter", "shelf", "sofa"]), st.floats(0, 1e5))))
@settings(max_examples=40, deadline=None, phases=[Phase.generate])
def test_probabilities_stay_probabilities(looks: list[tuple[str, float]]) -> None:
    beliefs = Beliefs(small_home())
    beliefs.see([det("book", (0.25, 8.5, 1.2)), det("book", (8.0, 0.6, 0.45))], 0.0)
    for name, when in looks:
        beliefs.see([], when, [name])
        assert all(0.0 <= b.p_here <= 1.0 for b in beliefs.all())
    ranked = beliefs.likely(thing("book"), floors=True)
    assert sum(p for _, p in ranked) == pytest.approx(1.0)
    assert all(0.0 <= p <= 1.0 for _, p in ranked)


def test_the_tables_of_household_things() -> None:
    assert fit("mug", "mug") == 1.0 > fit("drinking vessel", "mug") > fit("cup", "mug") > 0.0
    assert fit("fruit", "mug") == 0.0
    assert singular("Toys") == "toy"
    assert singular("boxes") == "box"
    assert meant("fruit") == ("apple", "orange", "lemon", "pear", "banana")
    assert meant("nonsense") == ()
    assert weight("book", "table", "bedroom") > 0 == weight("book", "stove", "kitchen")
    assert half_life_s("person") < half_life_s("phone") < half_life_s("flower pot")
    assert hazards("glass", 60.0) == ("hot", "fragile")
    assert hazards("ball", 25.0) == ()
