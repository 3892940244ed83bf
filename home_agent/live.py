"""A home comes in; its robot and the guard, each a process of its own in real time, go out.

The agent may die or hang: the guard's process then stops the robot, and the robot's own driver
stops when the guard is gone.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from home_agent.clock import RealClock
from home_agent.errors import HomeAgentError
from home_agent.guard.client import GuardProcess
from home_agent.robot.remote import RemotePolicy, RemoteRobot
from home_agent.sim.spec import HomeSpec
from home_agent.stage import Stage, check_policy, home_map, seeing

START_S, END_S = 20.0, 3.0


def go_live(name: str, spec: HomeSpec, policy: str, max_speed_mps: float | None = None) -> Stage:
    """Start the robot of home `name` and its guard; raises HomeAgentError when one does not."""
    check_policy(policy)
    folder = Path(tempfile.mkdtemp(prefix="home-agent-"))
    folder.chmod(0o700)
    token = secrets.token_hex(16)
    robot_at, guard_at = folder / "robot", folder / "guard"
    robot_at.mkdir()
    guard_at.mkdir()
    home, privileged = home_map(spec), policy == "teacher"
    served = _serve(name, robot_at, token, colour=not privileged)
    robot = RemoteRobot(robot_at)
    driver = RemotePolicy(robot_at) if privileged else seeing(home, policy)
    guard = GuardProcess(guard_at, robot_at, token, max_speed_mps=max_speed_mps)

    def close() -> None:
        if not folder.exists():
            return
        guard.close()
        robot.shut_down()
        try:
            served.wait(END_S)
        except subprocess.TimeoutExpired:
            served.kill()
        shutil.rmtree(folder, ignore_errors=True)

    return Stage(spec, home, robot, driver, guard, RealClock(), aloud=robot.hear, close=close)


def _serve(name: str, folder: Path, token: str, *, colour: bool) -> subprocess.Popen[str]:
    """The simulated robot's process, once it is ready."""
    gl = ["--gl"] if colour else []
    served = subprocess.Popen(
        [sys.executable, "-m", "home_agent.sim.serve", name, str(folder), *gl],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert served.stdin is not None and served.stdout is not None
    served.stdin.write(token + "\n")
    served.stdin.close()
    clock = RealClock()
    until_s = clock.now_s() + START_S
    ready = served.stdout.readline().strip() == "ready"
    served.stdout.close()
    while ready and not ((folder / "look").exists() and (folder / "drive").exists()):
        ready = served.poll() is None and clock.now_s() < until_s
        clock.sleep(0.01)
    if not ready:
        served.kill()
        raise HomeAgentError("The simulated robot did not start: run 'home-agent doctor'.")
    return served
