"""A folder of sockets comes in; the robot and policy in the process behind them go out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from home_agent import errors
from home_agent.errors import HomeAgentError
from home_agent.ports import CommandChannel
from home_agent.types import ActionChunk, Aim, Command, Detection, Observation, Ref
from home_agent.wire import Line, LineClosed, connect

PATIENCE_S = 60.0


class RemoteChannel:
    """The way to a remote robot's motors (ports.CommandChannel) that also hears its state.

    The robot pushes an Observation about 100 times a second, with its floor camera when that has
    a new picture. Raises `Refused` when the token is wrong or somebody else holds the motors.
    """

    def __init__(self, folder: Path, token: str) -> None:
        self._line = connect(folder / "drive", atomic=True)
        self._line.send({"token": token})
        answer = self._line.receive(5.0)
        if not isinstance(answer, dict) or not answer.get("ok"):
            self._line.close()
            raise _error(answer)

    def fileno(self) -> int:
        """The socket's number, readable when the robot has pushed its state."""
        return self._line.fileno()

    def latest(self) -> Observation | None:
        """The newest state that arrived since the last call, with every new picture; or None."""
        newest: Observation | None = None
        while True:
            found = self._line.receive(0.0)
            if found is None:
                return newest
            if not isinstance(found, Observation):
                continue
            cameras = {**newest.cameras, **found.cameras} if newest else found.cameras
            newest = replace(found, cameras=cameras)

    def send(self, command: Command) -> None:
        """Give one command; when the robot is too busy to hear it, it is dropped."""
        self._line.post(command)

    def close(self) -> None:
        """Let go of the motors."""
        self._line.close()


class RemoteRobot:
    """A robot in another process (ports.Robot); `token` opens its motors, for the guard only."""

    def __init__(self, folder: Path, token: str = "") -> None:
        self._folder, self._token = folder, token
        self._line = connect(folder / "look", atomic=False)
        about = ask(self._line, "about")
        self._name, self._cameras = str(about["name"]), tuple(about["cameras"])

    @property
    def name(self) -> str:
        """What kind of robot this is."""
        return self._name

    @property
    def camera_names(self) -> tuple[str, ...]:
        """The cameras `observe` knows."""
        return self._cameras

    def observe(self, cameras: Sequence[str] = (), colour: bool = True) -> Observation:
        """Read all sensors, and the cameras named."""
        seen: Observation = ask(self._line, "observe", list(cameras), colour)
        return seen

    def open_channel(self) -> CommandChannel:
        """The way to the motors; raises `Refused` without the token or when it is taken."""
        return RemoteChannel(self._folder, self._token)

    def hear(self, sentence: str) -> None:
        """What is said aloud there, the people in a simulated home hear."""
        ask(self._line, "hear", sentence)

    def shut_down(self) -> None:
        """Ask the robot's process to end."""
        ask(self._line, "close")

    def close(self) -> None:
        """Hang up; the robot stays as it is."""
        self._line.close()


class RemotePolicy:
    """A policy that lives with the robot (ports.Policy)."""

    def __init__(self, folder: Path) -> None:
        self._line = connect(folder / "look", atomic=False)
        self._name = str(ask(self._line, "about")["policy"])

    @property
    def name(self) -> str:
        """What sees and moves there."""
        return self._name

    def look(self, seen: Observation, wanted: Sequence[Ref] = ()) -> tuple[Detection, ...]:
        """What the cameras in `seen` show."""
        found: tuple[Detection, ...] = ask(self._line, "look", seen, list(wanted))
        return found

    def begin(self, aim: Aim, seen: Observation) -> None:
        """Set an aim."""
        ask(self._line, "begin", aim, replace(seen, cameras={}))

    def act(self, seen: Observation) -> ActionChunk:
        """The next chunk towards it."""
        chunk: ActionChunk = ask(self._line, "act", replace(seen, cameras={}))
        return chunk

    def close(self) -> None:
        """Hang up."""
        self._line.close()


def ask(line: Line, what: str, *args: object) -> Any:
    """One question over a line and its answer; errors of the other side are raised here."""
    line.send([what, *args])
    answer = line.receive(PATIENCE_S)
    if isinstance(answer, dict) and "ok" in answer and answer["ok"]:
        return answer.get("value")
    raise _error(answer)


def _error(answer: object) -> HomeAgentError:
    if not isinstance(answer, dict):
        return LineClosed("The robot does not answer: start it again.")
    kind = getattr(errors, str(answer.get("error")), HomeAgentError)
    known = isinstance(kind, type) and issubclass(kind, HomeAgentError)
    return (kind if known else HomeAgentError)(str(answer.get("text")))
