"""A home comes in; the simulated robot in it, paced to real time, goes out on two local sockets.

`look` answers questions (observe, hear, look, begin, act, verdict), one at a time. `drive` is for
the guard: who knows the token gets the robot's state pushed 100 times a second and may send
commands; there is never more than one. Run as `python -m home_agent.sim.serve HOME FOLDER`, with
the token as the first line on standard input.
"""

from __future__ import annotations

import argparse
import hmac
import select
import sys
from collections.abc import Callable
from dataclasses import asdict, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from home_agent.clock import Clock, RealClock
from home_agent.errors import BadInput, HomeAgentError, Refused
from home_agent.ports import Policy
from home_agent.sim.channel import WATCHDOG_S
from home_agent.sim.home import find_home
from home_agent.sim.teacher.policy import Teacher
from home_agent.sim.world import CONTROL_DT_S, World
from home_agent.types import Command, Observation
from home_agent.wire import Door, Line, LineClosed

STEP_S = 0.01
BEHIND_S = 0.05  # further behind real time than this, simulated time gives up catching up
FLOOR_S = 0.1
ALONE_S = 60.0  # without anybody on the line for this long, the simulation ends


class Driver:
    """The robot's own side of the command channel: order, token and a watchdog in real time."""

    def __init__(self, world: World, token: str, clock: Clock) -> None:
        self._world, self._token, self._clock = world, token, clock
        self._channel = world.open_channel()
        self._line: Line | None = None
        self._last: tuple[int, int] = (-1, -1)
        self._seq = 0
        self._heard_s = 0.0
        self._held = True
        self._grip_n = 0.0
        self._floor_s = -1.0
        self.base = np.zeros(3)
        self.refused = 0

    def welcome(self, line: Line) -> None:
        """Give the motors to the one who knows the token, unless they are taken."""
        try:
            hello = line.receive(0.5)
            told = str(hello.get("token", "")) if isinstance(hello, dict) else ""
            if not hmac.compare_digest(told.encode(), self._token.encode()):
                raise Refused("That token does not open the motors: only the guard has it.")
            if self._line is not None:
                raise Refused("The robot's motors already have a master: use that guard.")
            line.send({"ok": True})
        except (HomeAgentError, LineClosed) as error:
            _refuse(line, error)
            line.close()
            return
        self._line, self._last = line, (-1, -1)

    @property
    def line(self) -> Line | None:
        """Who drives, None while nobody does."""
        return self._line

    def hear(self) -> None:
        """Take what the guard has sent; only the newest sound command counts."""
        while self._line is not None:
            try:
                found = self._line.receive(0.0)
                if found is None:
                    return
                self._take(found)
            except BadInput:
                self.refused += 1
                self.halt()
            except LineClosed:
                self._line.close()
                self._line = None
                self.halt()

    def _take(self, command: object) -> None:
        if not isinstance(command, Command):
            raise BadInput("Only commands may be sent on this line.")
        order = (command.epoch, command.seq)
        if order <= self._last:
            raise BadInput("That command is older than the last one: count upwards.")
        self._forward(command)
        self._last = order
        self._heard_s = self._clock.now_s()
        self._held, self._grip_n = False, command.grip

    def _forward(self, command: Command) -> None:
        self._seq += 1
        self._channel.send(replace(command, epoch=0, seq=self._seq))
        self.base = np.array(command.base, float)

    def watch(self) -> None:
        """Fall still when the guard has been silent for too long, by the wall clock."""
        if not self._held and self._clock.now_s() - self._heard_s > WATCHDOG_S - 2 * STEP_S:
            self.halt()

    def halt(self) -> None:
        """The base stops, arm and head stay where they are, the grip keeps its force."""
        if self._held:
            return
        self._held = True
        seen = self._world.observe()
        zero = np.zeros(3)
        self._forward(Command(0, 0, seen.t_s, zero, seen.arm, seen.head, self._grip_n))

    def push(self) -> None:
        """Tell the guard how the robot is."""
        if self._line is None:
            return
        cameras: tuple[str, ...] = ()
        if self._world.time_s - self._floor_s > FLOOR_S - 1e-6:
            self._floor_s, cameras = self._world.time_s, ("floor",)
        try:
            self._line.post(self._world.observe(cameras))
        except LineClosed:
            return


def serve(
    world: World,
    policy: Policy,
    folder: Path,
    token: str,
    *,
    clock: Clock,
    questions: dict[str, Callable[..., Any]] | None = None,
    trace: Callable[[float, np.ndarray, np.ndarray], None] | None = None,
    alone_s: float = ALONE_S,
) -> None:
    """Run the world at the pace of `clock` until asked to close, or nobody has asked for long.

    questions: more words to answer to. trace: called each step with the time, the last base
    command [3] and the base's true velocity [3] in the map.
    """
    driver = Driver(world, token, clock)
    look, drive = Door(folder / "look", atomic=False), Door(folder / "drive", atomic=True)
    asking: list[Line] = []
    answers = _answers(world, policy) | (questions or {})
    due_s = clock.now_s()
    open_ = True
    asked_s = clock.now_s()
    while open_ and clock.now_s() - asked_s < alone_s:
        if asking:
            asked_s = clock.now_s()
        wait_s = max(0.0, due_s - clock.now_s())
        ears: list[Any] = [look, drive, *asking]
        if driver.line is not None:
            ears.append(driver.line)
        heard = select.select(ears, [], [], wait_s)[0]
        if drive in heard and (line := drive.enter()) is not None:
            driver.welcome(line)
        driver.hear()
        driver.watch()
        if clock.now_s() >= due_s:
            world.step(STEP_S)
            driver.push()
            due_s = max(due_s + STEP_S, clock.now_s() - BEHIND_S)
            if trace is not None:
                trace(clock.now_s(), driver.base, world.data.qvel[world.scene.base_v])
        if look in heard and (line := look.enter()) is not None:
            asking.append(line)
        for line in [each for each in asking if each in heard]:
            try:
                open_ = _answer(line, answers) and open_
            except LineClosed:
                asking.remove(line)
                line.close()
    look.close()
    drive.close()
    for line in asking:
        line.close()


def _answers(world: World, policy: Policy) -> dict[str, Callable[..., Any]]:
    about = {"name": world.name, "cameras": list(world.camera_names), "policy": policy.name}

    def observe(cameras: list[str], colour: bool = True) -> Observation:
        return world.observe(cameras, colour)

    return {
        "about": lambda: about,
        "observe": observe,
        "hear": world.hear,
        "look": policy.look,
        "begin": policy.begin,
        "act": policy.act,
        "close": lambda: None,
    }


def _answer(line: Line, answers: dict[str, Callable[..., Any]]) -> bool:
    """Answer one question; False once asked to close."""
    try:
        asked = line.receive(1.0)
        if not isinstance(asked, list) or not asked or asked[0] not in answers:
            raise BadInput(f"Ask one of {', '.join(answers)}.")
        value = answers[asked[0]](*asked[1:])
        plain = asdict(value) if _foreign(value) else value
        line.send({"ok": True, "value": plain})
        return bool(asked[0] != "close")
    except LineClosed:
        raise
    except HomeAgentError as error:
        _refuse(line, error)
    except TypeError:
        _refuse(line, BadInput("That question came with the wrong arguments."))
    return True


def _foreign(value: object) -> bool:
    """Whether a dataclass is none of the words that all sides know."""
    return is_dataclass(value) and type(value).__module__ != "home_agent.types"


def _refuse(line: Line, error: HomeAgentError) -> None:
    try:
        line.send({"ok": False, "error": type(error).__name__, "text": str(error)})
    except LineClosed:
        return


def main() -> None:
    """Serve one home until asked to close."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", help='"seed:N" or a folder with a world.yaml')
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gl", action="store_true", help="colour pictures")
    parser.add_argument("--trace", type=Path, help="write time, command and speed of each step")
    parser.add_argument("--alone", type=float, default=ALONE_S, help="end after so many seconds")
    args = parser.parse_args()
    token = sys.stdin.readline().strip()
    world = World(find_home(args.home), gl=args.gl)
    policy = Teacher(world)
    world.step(CONTROL_DT_S)
    trace = None
    file = args.trace.open("w", buffering=1) if args.trace else None
    if file is not None:

        def trace(now_s: float, base: np.ndarray, velocity: np.ndarray) -> None:
            values = (now_s, world.time_s, *base, *velocity)
            print(*(f"{value:.4f}" for value in values), file=file)

    print("ready", flush=True)
    serve(world, policy, args.folder, token, clock=RealClock(), trace=trace, alone_s=args.alone)
    if file is not None:
        file.close()


if __name__ == "__main__":
    main()
