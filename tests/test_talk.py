"""Typed lines come in while the robot drives in real processes; "stop" acts at once."""

import json
import os
import subprocess
import sys
from pathlib import Path

from timed import timed

from home_agent.clock import RealClock

CLOCK = RealClock()


@timed
def test_stop_typed_while_driving_stops_the_robot(tmp_path: Path) -> None:
    talk = subprocess.Popen(
        [sys.executable, "-m", "home_agent", "talk", "--no-microphone", "--home", "apartment"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "HOME_AGENT_DIR": str(tmp_path / "user"), "PYTHONUNBUFFERED": "1"},
    )
    assert talk.stdin is not None and talk.stdout is not None
    lines = []

    def until(words: str) -> str:
        for line in talk.stdout or ():
            lines.append(line)
            if words in line:
                return line
        raise AssertionError(f"never said {words!r}:\n" + "".join(lines))

    def type_in(text: str) -> None:
        assert talk.stdin is not None
        talk.stdin.write(text + "\n")
        talk.stdin.flush()

    until("Ready")
    type_in("go to the kitchen")
    until("go to the kitchen")
    CLOCK.sleep(4.0)
    begun_s = CLOCK.now_s()
    type_in("stop")
    until("I have stopped")
    assert CLOCK.now_s() - begun_s < 0.3, "from the word to the latched stop"
    type_in("go to the hall")
    until("resume")
    type_in("resume")
    until("I may move again")
    talk.stdin.close()
    assert talk.wait(60) == 0
    talk.stdout.close()
    run = next((tmp_path / "runs").iterdir())
    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    ends = [e for e in events if e["name"] == "step_end"]
    assert ends and ends[0]["code"] == "stopped", ends
