"""Chunks come in on the agent's side; they go to the guard in its own process, with a heartbeat."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from pathlib import Path

from home_agent.clock import RealClock
from home_agent.errors import Stopped
from home_agent.guard.limits import Limits
from home_agent.types import ActionChunk, Observation, Situation, Verdict
from home_agent.wire import Line, LineClosed, connect

BEAT_S = 0.01
ANSWER_S = 1.0
GONE = "My guard has stopped working, so I do not move: start me again."
REMOTE = "home_agent.robot.remote:RemoteChannel"


class GuardProcess:
    """Start the guard in its own process and session; implements `ports.Guard`.

    folder: where its sockets go, only for this user. robot: the folder of the robot's sockets,
    token: what opens its motors. A thread sends a heartbeat each 10 ms; when this process dies
    or hangs, the guard stops the robot by itself. `tick` only reports, the guard ticks alone.
    """

    def __init__(
        self,
        folder: Path,
        robot: Path,
        token: str,
        *,
        channel: str = REMOTE,
        max_speed_mps: float | None = None,
    ) -> None:
        top = Limits().max_speed_mps if max_speed_mps is None else max_speed_mps
        code = [sys.executable, "-m", "home_agent.guard.process", str(folder), str(robot)]
        self._process = subprocess.Popen(
            [*code, channel, "--max-speed", str(top)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(token + "\n")
        self._process.stdin.close()
        self._process.stdout.readline()
        self._stopped = ""
        self._verdict: Verdict | None = None
        self._closing = threading.Event()
        try:
            self._line: Line = connect(folder / "guard", atomic=True)
        except LineClosed:
            self._end()
            raise
        self._heart = threading.Thread(target=self._beat, name="heartbeat", daemon=True)
        self._heart.start()

    @property
    def pid(self) -> int:
        """The guard's process."""
        return self._process.pid

    @property
    def stopped(self) -> str:
        """Why the robot is stopped, empty while it is not."""
        self._read(0.0)
        return self._stopped

    def want(self, chunk: ActionChunk, situation: Situation) -> None:
        """Send a chunk to follow from now on; raises `Stopped` while latched."""
        if self.stopped:
            raise Stopped(f"{self._stopped} Say 'resume' to go on.")
        self._post(["want", chunk, situation])

    def tick(self, seen: Observation) -> Verdict | None:
        """What the guard took away since the last call, and why."""
        self._read(0.0)
        verdict, self._verdict = self._verdict, None
        return verdict

    def stop(self, reason: str) -> None:
        """Latch the stop and wait until the guard says so."""
        self._post(["stop", reason])
        self._await(stopped=True)

    def resume(self) -> None:
        """Clear the latch; nothing moves before a fresh chunk comes."""
        self._post(["resume"])
        self._await(stopped=False)

    def close(self) -> None:
        """Stop the robot and end the guard."""
        if self._closing.is_set():
            return
        self._post(["close"])
        self._closing.set()
        self._heart.join(1.0)
        self._end()
        self._line.close()

    def _end(self) -> None:
        try:
            self._process.wait(2.0)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _beat(self) -> None:
        clock = RealClock()
        while not self._closing.is_set():
            with contextlib.suppress(LineClosed):
                self._line.post(["beat"])
            clock.sleep(BEAT_S)

    def _post(self, message: list[object]) -> None:
        try:
            self._line.send(message)
        except LineClosed:
            self._stopped = GONE

    def _await(self, *, stopped: bool) -> None:
        clock = RealClock()
        until_s = clock.now_s() + ANSWER_S
        while bool(self._stopped) is not stopped and clock.now_s() < until_s:
            self._read(0.05)

    def _read(self, timeout_s: float) -> None:
        try:
            while (found := self._line.receive(timeout_s)) is not None:
                self._stopped, verdict = str(found[0]), found[1]
                if verdict is not None and (self._verdict is None or verdict.reason):
                    self._verdict = verdict
                timeout_s = 0.0
        except LineClosed:
            self._stopped = GONE
