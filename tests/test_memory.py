"""One run tells or sees something, a later run of its own knows it: real processes, one folder."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from home_agent.config import Config
from home_agent.home.graph import HomeMap
from home_agent.sim.home import find_home, to_map
from home_agent.stage import open_memory


def say(folder: Path, *args: str) -> dict[str, Any]:
    """What `home-agent say ARGS --json` prints, run in a process of its own."""
    ended = subprocess.run(
        [sys.executable, "-m", "home_agent", "say", *args, "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "HOME_AGENT_DIR": str(folder / "user")},
    )
    assert ended.stdout, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_a_later_run_knows_what_was_told_and_seen(tmp_path: Path) -> None:
    assert "not seen" in say(tmp_path, "where is my phone")["said"][0]
    say(tmp_path, "remember that my phone is on the sofa")
    assert "sofa" in say(tmp_path, "where is my phone")["said"][0]
    assert say(tmp_path, "find the kettle")["outcome"] == "succeeded"
    answer = say(tmp_path, "where is the kettle")
    assert "not seen" not in answer["said"][0]
    assert answer["referee"] is None or answer["referee"]["path_m"] < 0.1, "it did not go and look"
    say(tmp_path, "forget my phone")
    assert "not seen" in say(tmp_path, "where is my phone")["said"][0]


def test_what_was_told_in_words_is_kept_until_it_is_to_be_forgotten(tmp_path: Path) -> None:
    told = "remember that the plumber comes on Monday and remember it is Anna's birthday"
    say(tmp_path, f"{told} and remember that my phone is on the sofa")
    assert say(tmp_path, "what do you know about Monday")["said"] == [
        'You told me just now: "the plumber comes on Monday".'
    ]
    answer = say(tmp_path, "what did I tell you")["said"][0]
    assert answer.index("my phone is on the sofa") < answer.index("it is Anna's birthday")
    assert answer.index("it is Anna's birthday") < answer.index("the plumber comes on Monday")
    say(tmp_path, "forget about Monday")
    assert say(tmp_path, "what did I tell you about Monday and forget what I told you")["said"] == [
        "Nobody has told me anything about Monday.",
        "I have forgotten all that I was told.",
    ]
    assert "not seen" in say(tmp_path, "where is my phone")["said"][0]


def test_a_place_that_is_not_there_is_not_kept(tmp_path: Path) -> None:
    refused = say(tmp_path, "remember that the scissors are in the pantry")
    assert refused["outcome"] == "failed"
    assert refused["said"][0].startswith("There is no place 'pantry'. Valid: ")
    assert say(tmp_path, "what did I tell you")["said"] == ["Nobody has told me anything yet."]


def test_homes_from_a_seed_begin_anew(tmp_path: Path) -> None:
    say(tmp_path, "remember that my phone is on the sofa", "--home", "seed:7")
    again = say(tmp_path, "where is my phone", "--home", "seed:7")
    assert "not seen" in again["said"][0]
    assert not (tmp_path / "user").exists()


@pytest.fixture
def apartment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HomeMap:
    monkeypatch.setenv("HOME_AGENT_DIR", str(tmp_path))
    return to_map(find_home("apartment"))


def test_settings_may_want_no_memory(apartment: HomeMap, tmp_path: Path) -> None:
    assert open_memory("apartment", apartment, Config(memory=False)) is None
    assert list(tmp_path.iterdir()) == []


def test_a_killed_process_loses_no_finished_utterance(tmp_path: Path) -> None:
    talk = subprocess.Popen(
        [sys.executable, "-m", "home_agent", "talk", "--no-microphone"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={
            **os.environ,
            "HOME_AGENT_DIR": str(tmp_path / "user"),
            "PYTHONUNBUFFERED": "1",
        },
    )
    assert talk.stdin is not None and talk.stdout is not None
    talk.stdin.write("remember that my phone is on the sofa\nwhere is my phone\n")
    talk.stdin.flush()
    for line in talk.stdout:  # the first utterance is done when the second is heard
        if "sofa" in line and "should be" in line:
            break
    talk.kill()
    talk.wait()
    talk.stdin.close()
    talk.stdout.close()
    assert "sofa" in say(tmp_path, "where is my phone")["said"][0]
