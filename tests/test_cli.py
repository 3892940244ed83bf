"""Command lines come in; what is printed and the exit code must be as documented."""

import json
import math
from pathlib import Path

import pytest

from home_agent import cli


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, memories and runs of a test stay in its own folder."""
    monkeypatch.setenv("HOME_AGENT_DIR", str(tmp_path / "user"))
    monkeypatch.chdir(tmp_path)


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    """The exit code of `home-agent ARGS`."""
    monkeypatch.setattr("sys.argv", ["home-agent", *args])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return int(end.value.code or 0)


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["say", "flurb the mug"], 2, "flurb"),
        (["say", "bring me the flurb"], 2, "flurb"),
        (["say", "   "], 2, ""),
        (["say", "go to the kichen"], 2, "kitchen"),
        (["say", "go to the kitchen", "--home", "castle"], 2, "apartment"),
        (["say", "go to the kitchen", "--home", "seed:many"], 2, "seed:123456"),
        (["say", "go to the kitchen", "--policy", "nanu"], 2, "nano"),
        (["say", "bring me"], 4, ""),
        (["hear", "nothing.wav"], 2, "nothing.wav"),
        (["why"], 2, "no run"),
        (["why", "nowhere"], 2, "nowhere"),
        (["map", "import", "missing.yaml"], 2, "missing.yaml"),
        (["bench", "flying"], 2, "fetch"),
        (["bench", "act", "--task", "fly"], 2, "give"),
        (["bench", "fetch", "--split", "absnt"], 2, "absent"),
        (["skills", "new", "Not A Name"], 2, "small letters"),
        (["parse"], 2, "--file"),
    ],
)
def test_bad_input_is_one_sentence_and_a_code(
    args: list[str],
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, *args) == code
    out, err = capsys.readouterr()
    said = err if code == 2 and "home-agent:" in err else out
    assert words.lower() in said.lower()
    assert "Traceback" not in out + err
    assert len(err.strip().splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("home: [apartment", "line"),
        ("hoem: apartment", "home"),
        ("safety: {max_speed_mps: fast}", "max_speed_mps"),
        ("safety: {max_speed_mps: .nan}", "max_speed_mps"),
        ("- a list", "settings"),
    ],
)
def test_broken_config_names_file_and_fault(
    text: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    monkeypatch.setenv("HOME_AGENT_CONFIG", str(path))
    assert run(monkeypatch, "config", "show") == 2
    err = capsys.readouterr().err
    assert "mine.yaml" in err
    assert words in err


def test_map_with_nan_or_broken_yaml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good = (Path(cli.__file__).parents[1] / "maps/apartment/home.yaml").read_text()
    broken = tmp_path / "broken.yaml"
    broken.write_text(good.replace("rooms:", "rooms: [", 1))
    assert run(monkeypatch, "map", "import", str(broken)) == 2
    assert "broken.yaml" in capsys.readouterr().err
    first = next(line for line in good.splitlines() if line.strip().startswith("rect:"))
    numbers = first[first.index("[") :]
    bad = numbers.replace(numbers[1 : numbers.index(",")], ".nan", 1)
    holed = tmp_path / "holed.yaml"
    holed.write_text(good.replace(numbers, bad, 1))
    assert run(monkeypatch, "map", "import", str(holed)) == 2
    assert "holed.yaml" in capsys.readouterr().err


def test_unreadable_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = tmp_path / "noise.wav"
    noise.write_bytes(b"RIFFnot really a sound")
    assert run(monkeypatch, "hear", str(noise)) == 2
    assert "noise.wav" in capsys.readouterr().err


def test_parse_prints_the_documented_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "sys.argv", ["home-agent", "parse", "bring me the red mug from the kitchen", "--json"]
    )
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert not end.value.code
    found = json.loads(capsys.readouterr().out)
    assert found["question"] is None
    assert found["goals"][0]["skill"] == "fetch"
    thing = found["goals"][0]["slots"]["thing"]
    assert (thing["category"], thing["attributes"]) == ("mug", {"colour": "red"})
    assert 0 <= found["confidence"] <= 1


def test_parse_a_file_keeps_going_after_a_bad_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = tmp_path / "lines.txt"
    lines.write_text("open the fridge\nflurb it\nwhere is the book\n")
    monkeypatch.setattr("sys.argv", ["home-agent", "parse", "--file", str(lines), "--json"])
    with pytest.raises(SystemExit):
        cli.main()
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(one["goals"]) for one in found] == [1, 0, 1]
    assert "flurb" in found[1]["error"]


def test_plan_of_a_hot_thing_is_mitigated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["plan", "bring me the mug", "--given", "the mug is hot", "--json"]
    monkeypatch.setattr("sys.argv", ["home-agent", *words])
    with pytest.raises(SystemExit):
        cli.main()
    found = json.loads(capsys.readouterr().out)
    assert found["decision"] == "mitigate"
    assert "give" not in [step["verb"] for step in found["steps"]]
    assert found["cost_s"] > 0
    assert math.isfinite(found["cost_s"])


@pytest.mark.parametrize(
    ("args", "decision", "code"),
    [
        (["plan", "throw the knife", "--json"], "refuse", 3),
        (["plan", "put an egg in the microwave", "--json"], "refuse", 3),
        (["plan", "bring me the red mug", "--json"], "do", 0),
        (["plan", "turn on the microwave in the hall", "--json"], "do", 2),
        (["plan", "open the window", "--given", "there is a cat", "--json"], "mitigate", 2),
    ],
)
def test_plan_decides_by_the_gate(
    args: list[str],
    decision: str,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(monkeypatch, *args) == code
    found = json.loads(capsys.readouterr().out)
    assert found["decision"] == decision
    assert {"goals", "reason", "mitigations", "steps", "cost_s"} <= set(found)


def test_a_fact_about_nothing_is_bad_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "plan", "bring me the mug", "--given", "blah blah") == 2
    assert "the soup is hot" in capsys.readouterr().err
