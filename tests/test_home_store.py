"""Memory in SQLite: it survives a restart, belongs to one map and forgets nothing told."""

from pathlib import Path

import pytest
from homes import small_home

from home_agent.errors import BadInput
from home_agent.home.belief import Beliefs
from home_agent.home.notes import keep
from home_agent.home.store import Store
from home_agent.types import Detection, Event, Ref

KEYS = Ref(
    "thing",
    "my keys",
    "keys",
    {"colour": "red"},
    (("on", Ref("place", "shelf", id="shelf")),),
    exclude=(Ref("thing", "the old ones"),),
)


def filled() -> Beliefs:
    beliefs = Beliefs(small_home())
    mug = Detection("mug", 0.9, "head", (0, 0), (2.5, 0.4, 0.95), temperature_c=50.0)
    ball = Detection("ball", 0.9, "head", (0, 0), (3.0, 4.0, 0.04), attributes={"colour": "red"})
    can = Detection("can", 0.9, "head", (0, 0), (2.5, 2.7, 0.8))
    beliefs.see([mug, ball, can], 1.0)
    beliefs.see([], 100.0)
    beliefs.hold("can_1")
    beliefs.tell(KEYS, "dresser")
    keep(beliefs, "my keys are in the dresser", "Anna", KEYS, at_s=1000.0)
    keep(beliefs, "the plumber comes on monday", "Ben", at_s=2000.0)
    return beliefs


def test_memory_survives_a_restart(tmp_path: Path) -> None:
    before = filled()
    with Store(tmp_path / "deep" / "memory.db", "small") as store:
        store.save_beliefs(before)
        store.save_beliefs(before)
    after = Beliefs(small_home())
    with Store(tmp_path / "deep" / "memory.db", "small") as store:
        store.load_beliefs(after)
    mug, old = after.get("mug_1"), before.get("mug_1")
    assert (mug.label, mug.place, mug.position_map_m, mug.hazards, mug.temperature_c) == (
        old.label,
        old.place,
        old.position_map_m,
        old.hazards,
        old.temperature_c,
    )
    assert mug.p_here == pytest.approx(old.p_here, abs=0.01)
    assert mug.seen_s == pytest.approx(-99.0, abs=5.0), "its age goes on counting"
    assert after.get("ball_1").place is None
    assert [b.id for b in after.all() if b.id == "can_1"] == [], "nobody holds it any more"
    assert after.facts[0].ref == KEYS
    assert after.facts[0].place == "dresser"
    assert after.notes == before.notes, "who told what and when"
    assert after.history["mug", "counter"] == 1
    (again,) = after.see([Detection("mug", 0.9, "head", (0, 0), (2.5, 0.4, 0.95))], 1.0)
    assert again.id == "mug_1"


def test_another_map_is_refused_in_one_sentence(tmp_path: Path) -> None:
    Store(tmp_path / "memory.db", "small").close()
    with pytest.raises(BadInput, match="memory of the home 'small', not of 'seed:3'") as caught:
        Store(tmp_path / "memory.db", "seed:3")
    assert str(caught.value).count(". ") == 0
    Store(tmp_path / "memory.db", "small").close()


def test_what_is_no_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "memory.db").write_text("hello, this is no database at all")
    with pytest.raises(BadInput, match="cannot be opened as a memory"):
        Store(tmp_path / "memory.db", "small")
    with pytest.raises(BadInput, match="cannot be opened as a memory"):
        Store(tmp_path, "small")


def test_names_preferences_and_journal() -> None:
    with Store(":memory:", "small") as store:
        store.teach_name(" My  Place ", "place", "sofa")
        store.teach_name("my place", "place", "bed")
        assert store.taught_names() == {"my place": ("place", "bed")}
        store.prefer("anna", "mug", "the blue one")
        store.prefer("anna", "mug", "the red one")
        assert store.preferences("anna") == {"mug": "the red one"}
        assert store.preferences("ben") == {}
        for n in range(5):
            store.note(Event("step", float(n), {"n": n, "where": Path("x")}))
        store.note(Event("said", 9.0))
        assert [event.data["n"] for event in store.journal("step", last=2)] == [3, 4]
        assert store.journal()[-1] == Event("said", 9.0, {})


def test_a_place_that_is_gone_is_left_out(tmp_path: Path) -> None:
    with Store(tmp_path / "memory.db", "small") as store:
        store.save_beliefs(filled())
        home = small_home()
        del home.places["counter"], home.places["dresser"]
        after = Beliefs(home)
        store.load_beliefs(after)
    assert [b.id for b in after.all() if b.label != "person"] == ["ball_1"]
    assert after.facts == []


def test_many_short_runs_fade_no_more_than_one_long_one(tmp_path: Path) -> None:
    before = filled()
    before.see([], 6 * 3600.0)
    with Store(tmp_path / "memory.db", "small") as store:
        store.save_beliefs(before)
        for clock_s in (0.0, 90_000.0, 5.0, 0.0):
            run = Beliefs(small_home(), clock_s)
            store.load_beliefs(run)
            store.save_beliefs(run, clock_s)
        after = Beliefs(small_home(), 1000.0)
        store.load_beliefs(after)
    assert after.get("mug_1").p_here == pytest.approx(before.get("mug_1").p_here, abs=0.01)
    assert after.get("mug_1").p_here == pytest.approx(0.5, abs=0.1), "half-life of six hours"


def test_a_damaged_memory_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with Store(path, "small") as store:
        store.save_beliefs(filled())
        store._db.execute("UPDATE beliefs SET value = '{'")
        with pytest.raises(BadInput, match="damaged"):
            store.load_beliefs(Beliefs(small_home()))


def test_what_cannot_be_written_leaves_the_old_memory(tmp_path: Path) -> None:
    path = tmp_path / "memory.db"
    with Store(path, "small") as store:
        store.save_beliefs(filled())
        store._db.execute("PRAGMA query_only = 1")
        with pytest.raises(BadInput, match="could not keep"):
            store.save_beliefs(Beliefs(small_home()))
    after = Beliefs(small_home())
    with Store(path, "small") as store:
        store.load_beliefs(after)
    assert after.get("mug_1").label == "mug"
