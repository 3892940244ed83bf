"""Loading skills: folders with good and broken files come in."""

from pathlib import Path

import pytest

from home_agent.config import Config
from home_agent.errors import BadInput
from home_agent.skills_loader import check_file, load_file, load_from, load_skills, new_skill

CANONICAL = {
    *("go_to", "find", "fetch", "put", "give", "pick", "open", "close", "follow", "where_is"),
    *("remember", "forget", "wait", "tell", "tidy", "stop", "resume", "pause", "cancel"),
}
SHIPPED = Path(__file__).parents[1] / "skills"

GOOD = '''"""Water plants."""
from home_agent.skill import Run, Thing, find, skill

@skill("water {thing}")
def water(thing: Thing) -> Run:
    """Water a plant."""
    yield find(thing)
'''


def test_every_shipped_skill_loads_and_is_short() -> None:
    loaded = load_skills()
    assert loaded.problems == ()
    assert set(loaded.skills) >= CANONICAL
    for path in SHIPPED.glob("*.py"):
        assert len(path.read_text().splitlines()) < 40, path
        assert check_file(path) == [], path


def test_control_words_yield_nothing() -> None:
    skills = load_skills().skills
    control = {name for name, skill in skills.items() if skill.control}
    assert control == {"stop", "resume", "pause", "cancel"}


def test_a_broken_file_names_its_line_and_harms_no_other(tmp_path: Path) -> None:
    (tmp_path / "water.py").write_text(GOOD)
    (tmp_path / "syntax.py").write_text("x = 1\ndef (\n")
    (tmp_path / "wrong.py").write_text("import os\n\nos.no_such_thing\n")
    (tmp_path / "empty.py").write_text('"""Nothing."""\n')
    (tmp_path / "leaves.py").write_text("raise SystemExit(3)\n")
    loaded = load_from([tmp_path])
    assert set(loaded.skills) == {"water"}
    told = {Path(p.split(",")[0].split(" ")[0]).name: p for p in loaded.problems}
    assert "line 2" in told["syntax.py"]
    assert "line 3" in told["wrong.py"] and "no_such_thing" in told["wrong.py"]
    assert "holds no skill" in told["empty.py"]
    assert "line 1" in told["leaves.py"]


def test_a_name_that_is_taken_is_reported(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "water.py").write_text(GOOD)
    loaded = load_from([tmp_path / "a", tmp_path / "b"])
    assert loaded.sources["water"].startswith(str(tmp_path / "a"))
    assert len(loaded.problems) == 1
    assert "Rename" in loaded.problems[0]


def test_folders_of_the_config_and_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME_AGENT_DIR", str(tmp_path / "me"))
    own = new_skill("hum_a_song")
    assert own == tmp_path / "me" / "skills" / "hum_a_song.py"
    extra = tmp_path / "extra"
    extra.mkdir()
    (extra / "water.py").write_text(GOOD)
    loaded = load_skills(Config(skill_dirs=(extra, tmp_path / "none")))
    assert {"hum_a_song", "water", "fetch"} <= set(loaded.skills)
    assert loaded.problems == (
        f"There is no skill folder {tmp_path / 'none'}: mend skill_dirs in the config.",
    )


def test_a_new_skill_works_as_it_is(tmp_path: Path) -> None:
    path = new_skill("dust", tmp_path)
    assert check_file(path) == []
    assert load_file(path)[0].phrases == ("[please] dust {thing}",)
    with pytest.raises(BadInput, match="there already"):
        new_skill("dust", tmp_path)
    with pytest.raises(BadInput, match="small letters"):
        new_skill("Dust it!", tmp_path)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("    yield 3", "yields a int"),
        ("    while True:\n        yield find(thing)", "not ended after 200 steps"),
        ("    yield find(thing)\n    1 / 0", "line 8: 'water' ZeroDivisionError"),
    ],
)
def test_check_tries_the_skill_without_a_robot(tmp_path: Path, body: str, sentence: str) -> None:
    path = tmp_path / "water.py"
    path.write_text(GOOD.replace("    yield find(thing)", body))
    (problem,) = check_file(path)
    assert sentence in problem


def test_check_of_a_missing_file(tmp_path: Path) -> None:
    assert check_file(tmp_path / "none.py") == [f"There is no skill file {tmp_path / 'none.py'}."]
