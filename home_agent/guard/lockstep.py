"""Chunks and observations come in; exactly one command per tick goes to the robot's channel.

The guard in the same process as the runner: for tests and for simulation faster than real time.
"""

from __future__ import annotations

from dataclasses import replace

from home_agent.errors import Stopped
from home_agent.guard.guard import Memory, guard
from home_agent.guard.limits import Limits
from home_agent.ports import CommandChannel
from home_agent.types import ActionChunk, Command, Observation, Situation, Verdict


class LockstepGuard:
    """Hold the robot's one command channel; implements `ports.Guard`.

    Give `observe` a depth camera at 5 Hz or more ("floor" on our robot): without one the base
    drives at 0.25 m/s. Stopping counts up the epoch, so that no older command moves anything.
    """

    def __init__(self, channel: CommandChannel, limits: Limits | None = None) -> None:
        self._channel = channel
        self._limits = limits or Limits()
        self._memory = Memory()
        self._chunk: ActionChunk | None = None
        self._situation = Situation()
        self._seq = 0
        self._epoch = 0

    @property
    def stopped(self) -> str:
        """Why the robot is stopped, empty while it is not."""
        return self._memory.latched

    def want(self, chunk: ActionChunk, situation: Situation) -> None:
        """Take a chunk to follow from now on; raises `Stopped` while latched."""
        if self._memory.latched:
            raise Stopped(f"{self._memory.latched} Say 'resume' to go on.")
        self._chunk, self._situation = chunk, situation

    def tick(self, seen: Observation) -> Verdict | None:
        """Send one command for this moment; says what was taken away and why."""
        return self.tick_at(seen, seen.t_s)

    def tick_at(self, seen: Observation, now_s: float) -> Verdict | None:
        """Like `tick`, at `now_s` on the robot's clock, later than the observation."""
        motion, self._memory, verdict = guard(
            self._memory,
            seen,
            self._chunk,
            self._situation,
            now_s=now_s,
            limits=self._limits,
        )
        if motion is not None:
            self._seq += 1
            self._channel.send(
                Command(
                    seq=self._seq,
                    epoch=self._epoch,
                    t_s=now_s,
                    base=motion.base,
                    arm=motion.arm,
                    head=motion.head,
                    grip=motion.grip,
                )
            )
        return verdict

    def forget(self) -> None:
        """Drop the chunk, so that the robot stands still until the next one comes."""
        self._chunk = None

    def stop(self, reason: str) -> None:
        """Latch: base at rest, arm and grip hold, until `resume`. The first reason stays."""
        if not self._memory.latched:
            self._memory = replace(self._memory, latched=reason or "I was told to stop.")
            self._epoch += 1
        self._chunk = None

    def resume(self) -> None:
        """Clear the latch; nothing moves before a fresh chunk comes."""
        if self._memory.latched:
            self._memory = replace(self._memory, latched="", told=())
            self._epoch += 1
        self._chunk = None

    def close(self) -> None:
        """Stop for good."""
        self.stop("I am switched off.")
