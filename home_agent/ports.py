"""The boundaries where rooms meet, as Protocols: Robot, Policy, WorldModel, Guard, voice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from home_agent.types import (
    ActionChunk,
    Aim,
    AudioChunk,
    Command,
    Detection,
    Measured,
    Observation,
    Pose3D,
    Ref,
    Situation,
    Utterance,
    Verdict,
)


class CommandChannel(Protocol):
    """The one way to the motors. A robot gives it out once; the guard keeps it."""

    def send(self, command: Command) -> None: ...


class Kinematics(Protocol):
    """Forward and inverse kinematics of the arm, in the robot's own layer.

    joints: float64 [8], lift in m and seven angles in rad. Poses are in the base frame.
    """

    def tool(self, joints: NDArray[np.float64]) -> Pose3D: ...
    def reach(self, pose: Pose3D, near: NDArray[np.float64]) -> NDArray[np.float64] | None: ...


class Robot(Protocol):
    """A body with sensors. `observe` reads; only the holder of the channel can move it.

    colour: without it the pictures need only show depth and warmth.
    """

    @property
    def name(self) -> str: ...
    @property
    def camera_names(self) -> tuple[str, ...]: ...
    def observe(self, cameras: Sequence[str] = (), colour: bool = True) -> Observation: ...
    def open_channel(self) -> CommandChannel: ...
    def close(self) -> None: ...


class Policy(Protocol):
    """What sees and moves: the VLA, or the teacher in its place.

    `look` says what the cameras in `seen` show, and looks harder for what is `wanted`. `begin`
    sets an aim; `act` returns the next chunk towards it.
    """

    @property
    def name(self) -> str: ...
    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]: ...
    def begin(self, aim: Aim, seen: Observation) -> None: ...
    def act(self, seen: Observation) -> ActionChunk: ...


class Sight(Protocol):
    """Eyes that name what cameras show, and measure one thing closely.

    `measure`: the thing at a map point [3] as the cameras in `seen` show it, None when they do
    not; `words` say what it should be.
    """

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]: ...
    def measure(
        self, seen: Observation, point_map: NDArray[np.float64], words: str
    ) -> Measured | None: ...


@runtime_checkable
class Chooser(Protocol):
    """A policy, or eyes, that may have learned where things are kept.

    `choose`: the chance [M] that what `words` name is in each node of the map; rows float32
    [M, 12] and names as `vla.nodes.known` makes them. None when it never learned that.
    """

    def choose(
        self, words: str, rows: NDArray[np.float32], names: Sequence[str]
    ) -> NDArray[np.float32] | None: ...


@runtime_checkable
class Colourblind(Protocol):
    """A policy that needs only depth and warmth for aims of the verbs now in `by_shape`."""

    @property
    def by_shape(self) -> Sequence[str]: ...


class Driver(Protocol):
    """Moves base and head by what the sensors show, for the `verbs` it knows: go, look, stay ...

    `begin` sets an aim; arm and grip then stay as `last`, the chunk that ran before, commanded
    them. `chunk` returns the next half second; give it every camera's frames since the last call.
    """

    @property
    def verbs(self) -> Sequence[str]: ...
    def begin(self, aim: Aim, seen: Observation, last: ActionChunk | None = None) -> None: ...
    def chunk(self, seen: Observation) -> ActionChunk: ...


class WorldModel(Protocol):
    """Imagines a chunk before it happens and may only take authority away.

    `seen` has every picture taken since the last call. The Verdict's reason is a sentence once
    for each veto, else empty.
    """

    @property
    def name(self) -> str: ...
    def imagine(self, seen: Observation, chunk: ActionChunk, situation: Situation) -> Verdict: ...


class Guard(Protocol):
    """The last word before the motors. `want` takes a chunk, `tick` writes one command.

    In lockstep the runner calls `tick` every control period; a guard in its own process ticks by
    itself and `tick` only reports. The Verdict says what was taken away since the last tick and
    why, None when nothing was. `stopped` is the reason while latched, else empty.
    """

    def want(self, chunk: ActionChunk, situation: Situation) -> None: ...
    def tick(self, seen: Observation) -> Verdict | None: ...
    def stop(self, reason: str) -> None: ...
    def resume(self) -> None: ...
    @property
    def stopped(self) -> str: ...
    def close(self) -> None: ...


class Transcriber(Protocol):
    """Speech to text."""

    def hear(self, audio: AudioChunk) -> Utterance: ...


class Speaker(Protocol):
    """Text to speech."""

    def say(self, text: str) -> AudioChunk: ...
