"""The robot, its guard and an agent as real processes: whoever dies, the robot stops in time."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from timed import timed

from home_agent.clock import RealClock
from home_agent.errors import BadInput, Refused, Stopped
from home_agent.guard.client import GuardProcess
from home_agent.guard.stop import press
from home_agent.robot.remote import RemoteChannel, RemotePolicy, RemoteRobot
from home_agent.types import ActionChunk, Aim, Command, Situation, Utterance
from home_agent.wire import LineClosed, connect, decode, encode

HERE = Path(__file__).parent
TOKEN = "only the guard knows"
CLOCK = RealClock()
SLACK_S = 0.03  # two steps of the robot and one of the guard: what measuring adds


class Served:
    """A simulated robot in its own process and what its driver did, step by step."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder = folder
        self._file = folder / "trace"
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "home_agent.sim.serve", "seed:3", str(folder)),
                *("--trace", str(self._file), *more),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(TOKEN + "\n")
        self.process.stdin.close()
        assert self.process.stdout.readline().strip() == "ready"
        self.wait((folder / "drive").exists)

    def trace(self) -> np.ndarray:
        """Rows of time, simulated time, command [3], true velocity [3]."""
        rows = [line.split() for line in self._file.read_text().splitlines()[:-1]]
        return np.array([row for row in rows if len(row) == 8], float)

    def wait(self, ready: Callable[[], bool], most_s: float = 60.0) -> None:
        until_s = CLOCK.now_s() + most_s
        while not ready():
            assert CLOCK.now_s() < until_s, "waited too long"
            CLOCK.sleep(0.02)

    def turning(self) -> bool:
        """Whether the robot now really turns at half a radian a second."""
        rows = self.trace()
        return len(rows) > 10 and rows[-1, 7] > 0.5 and rows[-1, 4] > 0.5

    def stopped_after(self, t_s: float) -> tuple[float, float]:
        """Seconds from `t_s` to the last command that moved, and to real rest.

        What the robot's own process was kept waiting for by a busy machine is taken off.
        """
        self.wait(lambda: self.trace()[-1, 0] > t_s + 0.9)
        rows = self.trace()
        commanded = np.abs(rows[:, 2:5]).max(axis=1) > 1e-6
        moving = np.abs(rows[:, 5:8]).max(axis=1) > 0.05
        return lasted_s(rows[:, 0], commanded, t_s), lasted_s(rows[:, 0], moving, t_s)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def lasted_s(times: np.ndarray, active: np.ndarray, t_s: float) -> float:
    """From `t_s` to the last active time, less what gaps of more than 20 ms are too long."""
    last = times[active][-1]
    between = times[(times >= t_s - 0.02) & (times <= last)]
    stalled_s = float(np.maximum(np.diff(between) - 0.02, 0.0).sum())
    if stalled_s > 0.0:
        print(f"the machine kept the robot waiting for {stalled_s * 1e3:.0f} ms")
    return float(max(last - t_s, 0.0)) - stalled_s


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    robot = Served(tmp_path)
    yield robot
    robot.close()


@pytest.fixture
def agent(served: Served, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A driving agent's process, and the process id of its guard."""
    folder = tmp_path / "guard"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, str(HERE / "live_agent.py"), str(served.folder), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(TOKEN + "\n")
    process.stdin.close()
    guard = int(process.stdout.readline())
    assert process.stdout.readline().strip() == "turning"
    served.wait(served.turning)
    yield process, guard
    process.kill()
    process.wait()
    process.stdout.close()
    for each in (signal.SIGCONT, signal.SIGKILL):
        try:
            os.kill(guard, each)
        except ProcessLookupError:
            break


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
@timed
def test_agent_dies_or_hangs_in_motion(
    served: Served, agent: tuple[subprocess.Popen[str], int], how: signal.Signals
) -> None:
    process, _ = agent
    killed_s = CLOCK.now_s()
    process.send_signal(how)
    command_s, rest_s = served.stopped_after(killed_s)
    print(f"{how.name}: zero command after {command_s * 1e3:.0f} ms, at rest {rest_s * 1e3:.0f}")
    assert command_s <= 0.1 + SLACK_S
    assert rest_s <= 0.5
    if how == signal.SIGSTOP:
        CLOCK.sleep(0.5)
        woken_s = CLOCK.now_s()
        process.send_signal(signal.SIGCONT)
        CLOCK.sleep(1.0)
        rows = served.trace()
        assert np.all(rows[rows[:, 0] > woken_s, 2:5] == 0.0), "latched: only resume restarts"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
@timed
def test_guard_dies_or_hangs_in_motion(
    served: Served, agent: tuple[subprocess.Popen[str], int], how: signal.Signals
) -> None:
    killed_s = CLOCK.now_s()
    os.kill(agent[1], how)
    command_s, rest_s = served.stopped_after(killed_s)
    print(f"guard {how.name}: zero after {command_s * 1e3:.0f} ms, rest {rest_s * 1e3:.0f}")
    assert command_s <= 0.15 + SLACK_S
    assert rest_s <= 0.5


@timed
def test_stop_from_anywhere_and_only_resume_goes_on(served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "guard"
    folder.mkdir()
    robot = RemoteRobot(served.folder)
    guard = GuardProcess(folder, served.folder, TOKEN)
    try:
        keep_turning(robot, guard, served.turning)
        assert guard.stopped == ""
        said_s = CLOCK.now_s()
        guard.stop("Somebody said stop.")
        assert guard.stopped == "Somebody said stop."
        command_s, _ = served.stopped_after(said_s)
        print(f"stop: zero command after {command_s * 1e3:.0f} ms")
        assert command_s <= 0.1 + SLACK_S
        with pytest.raises(Stopped, match="resume"):
            guard.want(turn(robot.observe().t_s, robot.observe().arm), Situation())
        guard.resume()
        assert guard.stopped == ""
        CLOCK.sleep(0.3)
        assert np.all(served.trace()[-1, 2:5] == 0.0), "resume alone moves nothing"
        keep_turning(robot, guard, served.turning)
        pressed_s = CLOCK.now_s()
        assert press(folder, "The button was pressed.")
        command_s, _ = served.stopped_after(pressed_s)
        print(f"button: zero command after {command_s * 1e3:.0f} ms")
        assert command_s <= 0.1 + SLACK_S
        assert guard.stopped in ("The button was pressed.", "Somebody pressed stop.")
    finally:
        guard.close()
        robot.close()
    assert not press(folder)


def turn(t_s: float, arm: np.ndarray, n: int = 20) -> ActionChunk:
    """A second of turning on the spot."""
    return ActionChunk(
        t_s=t_s,
        dt_s=0.05,
        base=np.tile([0.0, 0.0, 0.6], (n, 1)),
        arm=np.tile(arm, (n, 1)),
        head=np.zeros((n, 2)),
        grip=np.zeros(n),
        done=np.zeros(n),
    )


def keep_turning(robot: RemoteRobot, guard: GuardProcess, until: Callable[[], bool]) -> None:
    for _ in range(100):
        seen = robot.observe()
        guard.want(turn(seen.t_s, seen.arm), Situation(verb="go"))
        CLOCK.sleep(0.05)
        if until():
            return
    raise AssertionError(f"does not turn: {guard.stopped} {guard.tick(robot.observe())}")


def test_odd_ways_to_the_motors_are_shut(served: Served) -> None:
    robot = RemoteRobot(served.folder)
    seen = robot.observe(("floor",))
    assert seen.cameras["floor"].depth_m.shape == (30, 40)

    def command(seq: int, epoch: int = 1, vx: float = 0.2) -> Command:
        return Command(seq, epoch, seen.t_s, np.array([vx, 0, 0]), seen.arm, seen.head, 0.0)

    def moved() -> bool:
        CLOCK.sleep(0.15)
        rows = served.trace()
        return bool(np.abs(rows[-8:, 2:5]).max() > 0)

    with pytest.raises(Refused, match="token"):
        robot.open_channel()
    with pytest.raises(Refused, match="token"):
        RemoteChannel(served.folder, "")
    blunt = connect(served.folder / "drive", atomic=True)
    blunt.send(command(1))
    assert blunt.receive(2.0)["ok"] is False
    polite = connect(served.folder / "look", atomic=False)
    polite.send(["send", command(1)])
    assert polite.receive(2.0)["error"] == "BadInput"
    polite.send(["open_channel"])
    assert polite.receive(2.0)["ok"] is False
    assert not moved()

    channel = RemoteChannel(served.folder, TOKEN)
    with pytest.raises(Refused, match="already have a master"):
        RemoteChannel(served.folder, TOKEN)
    for seq in range(5, 9):
        channel.send(command(seq))
        CLOCK.sleep(0.02)
    assert np.abs(served.trace()[-4:, 2]).max() > 0
    for stale in (command(8), command(3), command(99, epoch=0), command(9, vx=float("nan"))):
        channel.send(stale)
        CLOCK.sleep(0.05)
        assert np.all(served.trace()[-1, 2:5] == 0.0), "a bad command stops the robot"
    channel.send(command(10, epoch=2))
    CLOCK.sleep(0.05)
    assert served.trace()[-1, 2] == pytest.approx(0.2)
    channel.close()
    assert not moved()
    for each in (blunt, polite, robot):
        each.close()
    with pytest.raises(LineClosed):
        connect(served.folder / "nothing", atomic=True)


def test_the_policy_lives_with_the_robot(served: Served) -> None:
    robot, policy = RemoteRobot(served.folder), RemotePolicy(served.folder)
    assert (robot.name, policy.name) == ("sim", "teacher")
    seen = robot.observe(("head", "floor"))
    policy.begin(Aim("stay"), seen)
    chunk = policy.act(seen)
    assert chunk.base.shape[1] == 3
    assert isinstance(policy.look(seen), tuple)
    with pytest.raises(BadInput, match="camera"):
        robot.observe(("nose",))
    robot.shut_down()
    assert served.process.wait(10) == 0
    robot.close()
    policy.close()


def test_left_alone_it_ends(tmp_path: Path) -> None:
    served = Served(tmp_path, "--alone", "1")
    try:
        robot = RemoteRobot(served.folder)
        CLOCK.sleep(1.5)
        robot.observe()
        robot.close()
        assert served.process.wait(20) == 0
        assert not (tmp_path / "drive").exists()
    finally:
        served.close()


def test_only_known_words_travel() -> None:
    said = Utterance("stop", alternatives=("top",), confidence=0.5)
    values = [said, (1, 2.5, None, True), {"a": [np.arange(3), np.float32(1.5)]}]
    back = decode(encode(values))
    assert back[0] == said
    assert back[1] == (1, 2.5, None, True)
    assert back[2]["a"][0].tolist() == [0, 1, 2]
    with pytest.raises(BadInput, match="cannot be sent"):
        encode(object())
    with pytest.raises(BadInput):
        encode(np.array([object()]))
    for broken in (b"", b"\x00\x00\x00\x00", encode("x")[:-1], b'\x0c\x00\x00\x00{"~d":["os"]}'):
        with pytest.raises(BadInput, match="broken"):
            decode(broken)
