"""Chunks, heartbeats and stops come in on a local socket; commands go to the robot at 200 Hz.

The guard's own process: no network, no model, no language. It alone knows the token of the
robot's motors. Run as `python -m home_agent.guard.process FOLDER ROBOT_FOLDER MODULE:NAME`, with
the token as the first line on standard input; MODULE:NAME makes the robot's channel.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import os
import select
import sys
from pathlib import Path
from typing import Any, Protocol, cast

from home_agent.clock import Clock, RealClock
from home_agent.errors import BadInput, HomeAgentError
from home_agent.guard.limits import Limits, slower
from home_agent.guard.lockstep import LockstepGuard
from home_agent.types import ActionChunk, Command, Observation, Situation, Verdict
from home_agent.wire import Door, Line, LineClosed

PERIOD_S = 0.005
REPORT_S = 0.02


class Motors(Protocol):
    """A command channel that also hears the robot's state (see `robot/remote.py`)."""

    def send(self, command: Command) -> None: ...
    def latest(self) -> Observation | None: ...
    def fileno(self) -> int: ...


class Watch:
    """The guard at work between one agent's line and one robot's motors."""

    def __init__(self, motors: Motors, clock: Clock, limits: Limits) -> None:
        self._motors, self._clock, self._limits = motors, clock, limits
        self._lock = LockstepGuard(motors, limits)
        self._agent: Line | None = None
        self._had_agent = False
        self._seen: Observation | None = None
        self._seen_s = 0.0
        self._beat_s = 0.0
        self._verdict: Verdict | None = None
        self._reported_s = 0.0
        self.open = True

    @property
    def agent(self) -> Line | None:
        """The agent's line, None while there is none."""
        return self._agent

    def welcome(self, line: Line) -> None:
        """Take orders from the first who comes; a later one must wait until that one is gone."""
        if self._agent is not None:
            line.close()
            return
        self._agent, self._beat_s = line, self._clock.now_s()
        if self._had_agent:
            self._lock.stop("The part of me that plans was started again.")
        self._had_agent = True

    def press(self, line: Line) -> None:
        """Somebody presses stop: whatever they send, the robot stops."""
        said = "Somebody pressed stop."
        with contextlib.suppress(HomeAgentError):
            found = line.receive(PERIOD_S)
            if isinstance(found, dict) and isinstance(found.get("stop"), str):
                said = found["stop"]
        self._lock.stop(said[:200])
        line.close()

    def hear(self) -> None:
        """Take all that the agent has sent."""
        while self._agent is not None:
            try:
                found = self._agent.receive(0.0)
            except BadInput:
                self._lock.stop("My planner sent something that I cannot read.")
                continue
            except LineClosed:
                self._agent.close()
                self._agent = None
                if self.open:
                    self._lock.stop("The part of me that plans is gone.")
                return
            if found is None:
                return
            self._beat_s = self._clock.now_s()
            self._obey(found)

    def _obey(self, found: Any) -> None:
        match found:
            case ["want", ActionChunk() as chunk, Situation() as situation]:
                if not self._lock.stopped:
                    self._lock.want(chunk, situation)
            case ["stop", str(reason)]:
                self._lock.stop(reason)
                self._report(now=True)
            case ["resume"]:
                self._lock.resume()
                self._report(now=True)
            case ["beat"]:
                return
            case ["close"]:
                self._lock.close()
                self.open = False
            case _:
                self._lock.stop("My planner sent something that I do not know.")

    def tick(self) -> None:
        """One period: look at the heartbeat, send one command, report."""
        now_s = self._clock.now_s()
        fresh = self._motors.latest()
        if fresh is not None:
            self._seen, self._seen_s = fresh, now_s
        silent_s = now_s - self._beat_s
        if self._had_agent and silent_s > self._limits.heartbeat_latch_s:
            self._lock.stop("I lost touch with the part of me that plans.")
        elif silent_s > self._limits.heartbeat_s:
            self._lock.forget()
        if self._seen is not None:
            # The robot's clock runs on from its last word, which a stall must not hide.
            robot_s = self._seen.t_s + (now_s - self._seen_s)
            verdict = self._lock.tick_at(self._seen, robot_s)
            if verdict is not None and (self._verdict is None or verdict.reason):
                self._verdict = verdict
        self._report(now=False)

    def _report(self, *, now: bool) -> None:
        now_s = self._clock.now_s()
        if self._agent is None or not (now or now_s - self._reported_s > REPORT_S):
            return
        self._reported_s = now_s
        with contextlib.suppress(LineClosed):
            if self._agent.post([self._lock.stopped, self._verdict]):
                self._verdict = None


def run(folder: Path, motors: Motors, clock: Clock, limits: Limits) -> None:
    """Guard until the agent closes; sockets `guard` and `stop` in `folder`."""
    orders, button = Door(folder / "guard", atomic=True), Door(folder / "stop", atomic=True)
    watch = Watch(motors, clock, limits)
    print("ready", flush=True)
    due_s = clock.now_s()
    while watch.open:
        ears: list[Any] = [orders, button]
        if watch.agent is not None:
            ears.append(watch.agent)
        heard = select.select(ears, [], [], max(0.0, due_s - clock.now_s()))[0]
        if button in heard and (line := button.enter()) is not None:
            watch.press(line)
        if orders in heard and (line := orders.enter()) is not None:
            watch.welcome(line)
        watch.hear()
        now_s = clock.now_s()
        if now_s >= due_s or heard:
            watch.tick()
            due_s = max(due_s + PERIOD_S, now_s) if now_s >= due_s else due_s
    for each in (orders, button):
        each.close()


def main() -> None:
    """Open the robot's motors and guard them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("robot", type=Path)
    parser.add_argument("channel", help="module:name of what opens the motors")
    parser.add_argument("--max-speed", type=float, default=Limits().max_speed_mps)
    args = parser.parse_args()
    token = sys.stdin.readline().strip()
    module, _, name = args.channel.partition(":")
    motors = cast(Motors, getattr(importlib.import_module(module), name)(args.robot, token))
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(10))
    gc.freeze()
    try:
        run(args.folder, motors, RealClock(), slower(Limits(), args.max_speed))
    except LineClosed:
        sys.exit("The robot's motors are gone: start the robot and then its guard again.")


if __name__ == "__main__":
    main()
