"""Commands come in; only sound, fresh ones reach the motors, and silence stops the base."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from home_agent.errors import BadInput
from home_agent.types import Command

WATCHDOG_S = 0.150


class SimChannel:
    """The one way to the simulated motors (ports.CommandChannel); `accept` gets good commands.

    A command with a number that is not finite, a wrong shape or an older place in the sequence
    is refused with `BadInput`, and `halt` stops the base.
    """

    def __init__(self, accept: Callable[[Command], None], halt: Callable[[], None]) -> None:
        self._accept, self._halt = accept, halt
        self._epoch, self._seq = -1, -1

    def send(self, command: Command) -> None:
        """Give one command to the motors."""
        fault = self._fault(command)
        if fault:
            self._halt()
            raise BadInput(fault)
        self._epoch, self._seq = command.epoch, command.seq
        self._accept(command)

    def _fault(self, command: Command) -> str:
        sizes = (np.shape(command.base), np.shape(command.arm), np.shape(command.head))
        if sizes != ((3,), (8,), (2,)):
            return "A command needs 3 base, 8 arm and 2 head values: send all of them."
        numbers = [*command.base, *command.arm, *command.head, command.grip]
        if not np.isfinite(numbers).all():
            return "A command holds a number that is not finite: the base stops. Send it again."
        newer = (command.epoch, command.seq) > (self._epoch, self._seq)
        if not newer:
            return (
                f"Command {command.seq} of epoch {command.epoch} is older than the last one, "
                f"{self._seq} of {self._epoch}: the base stops. Count upwards."
            )
        return ""
