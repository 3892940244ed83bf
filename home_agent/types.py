"""The words of the house: every value that travels between rooms, frozen and in SI units.

Frames: `map` has z up and its origin at a corner of the home; `base` has x ahead, y left, z up,
origin on the floor under the robot; camera frames follow OpenCV (x right, y down, z ahead).
Quaternions are x, y, z, w. Lengths are metres, angles radians, temperatures degrees Celsius.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
RefKind = Literal["thing", "place", "person", "number", "time"]
PERHAPS = "perhaps"  # the quantifier of a place that was not said but follows from the rest


# --- hearing and understanding ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AudioChunk:
    """A stretch of mono sound: `samples` is int16 [n], `t_s` the time of the first sample."""

    samples: NDArray[np.int16]
    rate_hz: int
    t_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was heard: the best text, other readings, and who said it where, if known.

    `why` says why nothing was understood when `text` is empty.
    """

    text: str
    alternatives: tuple[str, ...] = ()
    language: str = "en"
    confidence: float = 1.0
    speaker: str | None = None
    room: str | None = None
    t_start_s: float = 0.0
    t_end_s: float = 0.0
    partial: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing, place or person as it was named, before and after it is tied to the map.

    `text` is the noun phrase as said, `category` the lexicon's noun ("mug"), `attributes` what
    was said about it ({"colour": "red"}), `relations` pairs such as ("on", Ref(place)), and
    `exclude` what it must not be. `id` is the map's name once exactly one is meant;
    `candidates` are the ids that fit.
    """

    kind: RefKind
    text: str
    category: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    relations: tuple[tuple[str, Ref], ...] = ()
    quantifier: str = "a"
    exclude: tuple[Ref, ...] = ()
    id: str | None = None
    candidates: tuple[str, ...] = ()


Slot = Ref | str | float


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing somebody wants done: a skill's name and its typed slots."""

    skill: str
    slots: Mapping[str, Slot]
    condition: str | None = None
    schedule: str | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the robot must ask before it may act; `slot` is what the answer will fill."""

    text: str
    choices: tuple[str, ...] = ()
    slot: str = ""


# --- planning --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, init=False)
class Fact:
    """A statement about the world: `Fact("has", "to", "thing")`; arguments name slots or ids."""

    name: str
    args: tuple[str, ...]
    holds: bool

    def __init__(self, name: str, *args: str, holds: bool = True) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "args", args)
        object.__setattr__(self, "holds", holds)


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a plan: a verb the body knows (`go`, `find`, `pick` ...) and its arguments."""

    verb: str
    args: Mapping[str, Any]
    timeout_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps that should fulfil a goal, with what they need, change and cost."""

    goal: Goal
    steps: tuple[Step, ...]
    needs: tuple[Fact, ...] = ()
    effects: tuple[Fact, ...] = ()
    cost_s: float = 0.0


# --- space and perception --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pose2D:
    """Position and heading on the floor of `frame` ("map" or "odom")."""

    x_m: float
    y_m: float
    yaw_rad: float
    frame: str = "map"


@dataclass(frozen=True, slots=True)
class Pose3D:
    """Position [3] and unit quaternion x, y, z, w [4] in `frame`."""

    position_m: tuple[float, float, float]
    quat_xyzw: tuple[float, float, float, float]
    frame: str = "map"


@dataclass(frozen=True, slots=True)
class CameraFrame:
    """One look of one camera, all pictures registered to the same pixels.

    rgb uint8 [H, W, 3] or None; depth_m float32 [H, W], 0 where unknown; thermal_c float32
    [H, W] or None; k float64 [3, 3] pinhole matrix; pose_base: the camera in the base frame.
    """

    depth_m: NDArray[np.float32]
    k: NDArray[np.float64]
    pose_base: Pose3D
    rgb: NDArray[np.uint8] | None = None
    thermal_c: NDArray[np.float32] | None = None
    t_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Grip:
    """The gripper: opening between the finger pads and the force that closes them."""

    gap_m: float
    force_n: float


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything the sensors gave at one moment; nothing here comes from simulator truth.

    base is in frame "odom" as the robot reports it and "map" once localised. base_velocity is
    (vx, vy, wz) in the base frame. lidar_m float32 [n]: ranges of n beams spread evenly over
    -pi..pi in the base frame, inf where nothing was hit. arm [8]: lift in m, then seven joints;
    arm_torque [8] in N (lift) and N m. head: pan, tilt. wrench [6]: force and torque at the
    wrist. imu [6]: acceleration, angular rate. bumper: something touches the base.
    """

    t_s: float
    base: Pose2D
    base_velocity: NDArray[np.float64]
    lidar_m: NDArray[np.float32]
    lidar_t_s: float
    arm: NDArray[np.float64]
    arm_torque: NDArray[np.float64]
    head: NDArray[np.float64]
    grip: Grip
    wrench: NDArray[np.float64]
    imu: NDArray[np.float64]
    battery: float
    bumper: bool = False
    cameras: Mapping[str, CameraFrame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Detection:
    """A thing or person seen now. `mask` is bool [H, W] in camera `camera`; `pixel` is (u, v).

    `position_map_m` is the visible surface's middle lifted by depth; `size_m` its extent along
    map x, y, z. `temperature_c` is a high percentile over the mask, None without a thermal
    picture. `perhaps` is what was asked for and this may be: one should look from nearer.
    """

    label: str
    score: float
    camera: str
    pixel: tuple[float, float]
    position_map_m: tuple[float, float, float]
    size_m: tuple[float, float, float] = (0.0, 0.0, 0.0)
    attributes: Mapping[str, str] = field(default_factory=dict)
    temperature_c: float | None = None
    mask: NDArray[np.bool_] | None = None
    perhaps: str = ""


@dataclass(frozen=True, slots=True)
class ObjectBelief:
    """What the robot believes of one thing or person: where it is and how sure that is."""

    id: str
    label: str
    attributes: Mapping[str, str]
    place: str | None
    position_map_m: tuple[float, float, float]
    covariance: float = 0.01
    p_here: float = 1.0
    seen_s: float = 0.0
    temperature_c: float | None = None
    hazards: tuple[str, ...] = ()


# --- acting ----------------------------------------------------------------------------------


# What a body can be told to do. Networks know verbs by their place: new ones go to the end.
VERBS = (
    *("stay", "go", "look", "pick", "place", "give", "open", "close", "follow", "home"),
    "peer",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A thing measured in a close look: what it is and how sure (0..1), the middle of its outer
    box in the map (m), the box in its own frame (x, y, z; m) and its heading in the map (rad).
    turned: the heading was seen; else, as of a mug whose handle does not show, it is a guess.
    """

    label: str
    sure: float
    position_map_m: tuple[float, float, float]
    size_m: tuple[float, float, float]
    yaw_rad: float
    attributes: Mapping[str, str] = field(default_factory=dict)
    turned: bool = True


@dataclass(frozen=True, slots=True)
class Aim:
    """What a step means once tied to the map; this is all that a policy is told.

    verb: go, look, peer (look with the wrist's camera), pick, place, give, open, close, follow,
    home (tuck the arm), stay.
    words: the noun phrase as said. thing, person: beliefs. place: id of a place or room.
    position_map_m: where to (pick at, place on, look at). route: floor poses to drive through,
    the last one to arrive at. by_handle: the thing is too hot to hold by its body. upright: keep
    it level. avoid: map positions that already failed.
    """

    verb: str
    words: str = ""
    thing: ObjectBelief | None = None
    person: ObjectBelief | None = None
    place: str | None = None
    position_map_m: tuple[float, float, float] | None = None
    route: tuple[Pose2D, ...] = ()
    by_handle: bool = False
    upright: bool = False
    avoid: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ActionChunk:
    """T future set points, `dt_s` apart, from `t_s` on.

    base [T, 3]: m/s, m/s, rad/s in the base frame. arm [T, 8]: lift (m) and joint (rad) targets.
    head [T, 2]: pan and tilt (rad). grip [T]: closing force in N, negative opens. done [T]:
    belief that the aim is reached, 0..1. progress: 0..1. gave_up: a sentence when the policy
    sees no way, else empty.
    """

    t_s: float
    dt_s: float
    base: NDArray[np.float64]
    arm: NDArray[np.float64]
    head: NDArray[np.float64]
    grip: NDArray[np.float64]
    done: NDArray[np.float64]
    progress: float = 0.0
    gave_up: str = ""


@dataclass(frozen=True, slots=True)
class Hazard:
    """Something that could hurt: its kind, what or who, where, how bad (0..1), how soon."""

    kind: str
    what: str
    where: tuple[float, float, float] | None = None
    severity: float = 1.0
    in_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What imagination or guard says of a chunk: the action allowed and why it was changed."""

    allow: bool
    action: ActionChunk
    risk: float = 0.0
    hazards: tuple[Hazard, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the guard must know beyond its own sensors.

    verb: the running step's verb. held_c: temperature of what is held (None: nothing held or not
    measured). people: seen people in the base frame, float64 [n, 2]; people_t_s: when seen.
    receiver: the verb hands a thing to a person, who may come close. held: the noun of what is
    held, "" for nothing.
    """

    verb: str = ""
    held_c: float | None = None
    people: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 2)))
    people_t_s: float = 0.0
    receiver: bool = False
    held: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """What the motors get: base (vx, vy, wz), arm targets [8], head targets [2], grip force."""

    seq: int
    epoch: int
    t_s: float
    base: NDArray[np.float64]
    arm: NDArray[np.float64]
    head: NDArray[np.float64]
    grip: float


# --- telling ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StepResult:
    """How a step ended. `value` is what the skill gets back from its `yield`."""

    step: Step
    ok: bool
    code: str = "ok"
    reason: str = ""
    duration_s: float = 0.0
    value: Any = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the robot says; `expects_answer` opens the microphone."""

    text: str
    expects_answer: bool = False
    interrupt: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something worth keeping in the record of a run."""

    name: str
    t_s: float
    data: Mapping[str, Any] = field(default_factory=dict)
