"""Everything that can go wrong, as sentences that can be spoken and that name the way out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class HomeAgentError(Exception):
    """The root of all errors; `exit_code` is what the command line ends with."""

    exit_code = 1
    code = "failed"


class BadInput(HomeAgentError):
    """The request itself cannot be used: an unknown word, an unreadable file, a NaN."""

    exit_code = 2
    code = "bad_input"


class Refused(HomeAgentError):
    """The robot understood and will not do it, for a reason it says."""

    exit_code = 3
    code = "refused"


class NeedsAnswer(HomeAgentError):
    """The robot must ask before it can go on."""

    exit_code = 4
    code = "asked"


class Stopped(HomeAgentError):
    """Somebody or something stopped the robot; only `resume` starts it again."""

    exit_code = 5
    code = "stopped"


class Cancelled(Stopped):
    """Somebody called the task off; the robot stands still and waits for another."""

    code = "cancelled"


class StepFailed(HomeAgentError):
    """A step of a skill did not work; skills may catch this and recover."""

    code = "step_failed"


class NotFound(StepFailed):
    """The thing or person is not where the robot looked."""

    code = "not_found"


class GraspFailed(StepFailed):
    """The gripper came back empty."""

    code = "grasp_failed"


class Dropped(StepFailed):
    """What was held is no longer held."""

    code = "dropped"


class Blocked(StepFailed):
    """There is no free way."""

    code = "blocked"


class TooHot(StepFailed):
    """The thing is too hot for what was asked."""

    code = "too_hot"


class TimedOut(StepFailed):
    """The step took longer than it may."""

    code = "timed_out"


def no_such(kind: str, name: str, valid: Iterable[str]) -> str:
    """Say that `name` is no `kind`, with the nearest valid name or the list of them."""
    names = sorted(set(valid))
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"There is no {kind} '{name}'. Did you mean '{near[0]}'?"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"There is no {kind} '{name}'. Valid: {shown or 'none yet'}."
