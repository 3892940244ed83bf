"""A step and what is believed come in; why it must not be done goes out, before a motor moves.

Plans are rehearsed whole before they start. This is the same for each step at the moment it is
about to happen, when more is known: what is held, how warm it is, what is open.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from home_agent.errors import HomeAgentError, StepFailed
from home_agent.planning.believed import Believed
from home_agent.planning.checker import check_steps
from home_agent.planning.dry_run import DryRun
from home_agent.types import Step

MOVES = ("place", "give", "open", "close")  # what could do harm if the hand is not as thought


def rehearse(step: Step, state: Believed) -> list[str]:
    """What is wrong with doing `step` now, one sentence each.

    A step that cannot be imagined (a thing nobody has seen) is left to fail by itself.
    """
    if step.verb not in MOVES:
        return []

    def once() -> Generator[Step, Any, None]:
        yield step

    before = Believed(state.known, state.at, state.held, set(state.opened), state.given)
    try:
        moves = DryRun(state).moves(once())
    except StepFailed:
        return []
    except HomeAgentError as error:
        return [str(error)]
    return check_steps(moves.steps, before)
