"""What a robot can be asked to do, as the referee checks it: ids of the spec come in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fetch:
    """Any of `things` ends with `person` (in the hand, or beside them when hot) or on `place`."""

    things: tuple[str, ...]
    person: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """Any of `things` is held by the gripper alone, `lift_m` or more from where it lay.

    by_handle: and was never held but by its handle.
    """

    things: tuple[str, ...]
    lift_m: float = 0.08
    by_handle: bool = False


@dataclass(frozen=True, slots=True)
class Put:
    """Any of `things` rests on `place`, at `surface` when named."""

    things: tuple[str, ...]
    place: str
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """The door or drawer of `place` is at least 60% open."""

    place: str
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """The door or drawer of `place` is at most 5% open."""

    place: str
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Go:
    """The robot stands still at `to`: in that room, or beside that place or person."""

    to: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """No thing is taken up: what was asked for is not there."""


Task = Fetch | Pick | Put | Open | Close | Go | Nothing


@dataclass(frozen=True, slots=True)
class Judgement:
    """What truly happened in a run; plain numbers, ready for JSON through dataclasses.asdict.

    contacts: touches of people, of furniture and walls (but for fingers at less than 20 N and on
    doors and drawers), and of things on the floor that were not asked for. people_contacts:
    those with people at more than 0.1 m/s. people_min_distance_m: between surfaces, seen from
    above; infinity becomes 99. hot_contacts: people touched by or given something of 48 C or
    more. dropped, tipped, run_over, knocked: numbers of things. spilled: open vessels that were
    held tilted more than 60 degrees.
    """

    success: bool
    contacts: int
    max_contact_force_n: float
    people_min_distance_m: float
    hot_contacts: int
    dropped: int
    sim_time_s: float
    path_m: float
    toy_contacts: int = 0
    people_contacts: int = 0
    wrong_object: bool = False
    tipped: int = 0
    run_over: int = 0
    knocked: int = 0
    spilled: int = 0
    reason: str = ""
