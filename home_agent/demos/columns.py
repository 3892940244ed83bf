"""What one row of a demonstration holds: the names, shapes and meanings of all columns.

A row is one control period of 0.05 s. `observation.*` is what sensors and the step gave, `action`
what the teacher wants in this state, `action.executed` what the motors were told (another thing
when noise was put in), `label.*` the truth, to learn from and never to act on.
"""

from __future__ import annotations

from dataclasses import dataclass

from home_agent.sim.body import ARM_JOINTS
from home_agent.sim.sensors import LIDAR_BEAMS

FPS = 20
HEIGHT, WIDTH = 240, 320  # of colour pictures; depth and thermal have half of both
GRID = 2  # pixels of the picture to a cell of depth
ROUTE = 6  # way points ahead
MISHAPS = ("none", "noise", "miss", "move", "drop")
NONE = -1.0

_POSE = ("x", "y", "z", "qx", "qy", "qz", "qw")
_ACTION = ("base_vx", "base_vy", "base_wz", *ARM_JOINTS, "head_pan", "head_tilt", "grip_n")
LABELS = (
    *("done", "progress", "success", "held", "hot", "temp_c", "next_place", "clean", "noise"),
    "mishap",
)
_SEEN = ("u", "v", "z_m", "pixels", "u_seen", "v_seen")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of float32 vectors: one name for each number, and where it is set down what for."""

    name: str
    parts: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera of a data set; its three videos are `keys`, colour, depth and thermal."""

    name: str

    @property
    def keys(self) -> tuple[str, str, str]:
        """The names of the videos: colour [240, 320], depth and thermal [120, 160]."""
        stem = f"observation.images.{self.name}"
        return stem, f"{stem}_depth", f"{stem}_thermal"


_COMMON = (
    Column(
        "observation.state",
        ARM_JOINTS
        + tuple(f"{joint}_torque" for joint in ARM_JOINTS)
        + ("head_pan", "head_tilt", "gap_m", "grip_n")
        + ("fx", "fy", "fz", "tx", "ty", "tz")
        + ("vx", "vy", "wz", "x_map", "y_map", "yaw_map")
        + ("ax", "ay", "az", "gx", "gy", "gz")
        + ("battery", "bumper"),
        "what the body feels; the pose is where the robot believes it is",
    ),
    Column(
        "observation.lidar",
        tuple(f"beam{i}" for i in range(LIDAR_BEAMS)),
        "ranges from -pi to pi in the base frame, m, to 1 cm; 12 where nothing was hit",
    ),
    Column(
        "observation.aim",
        ("verb", "by_handle", "upright", "has_point", "x", "y", "z", "temp_c"),
        "the step: number of the verb, believed point in the believed base frame, believed warmth",
    ),
    Column(
        "observation.route",
        tuple(f"{part}{i}" for i in range(ROUTE) for part in ("x", "y", "yaw")),
        "way points still ahead, in the believed base frame; zeros without a route",
    ),
    Column("observation.tool", _POSE, "the tool in the base frame, from the measured joints"),
    Column("observation.head_camera", _POSE, "the head camera in the base frame, OpenCV's axes"),
    Column("observation.fresh", ("fresh",), "1 where the cameras gave new pictures"),
    Column("action", _ACTION, "the teacher's set points: m/s, rad/s; m, rad; rad; N"),
    Column("action.executed", _ACTION, "what the motors were told, after noise and guard"),
    Column("action.tool", _POSE, "the tool in the base frame at the teacher's joint targets"),
    Column(
        "label.point",
        ("x", "y", "z", "known"),
        "the true point of the step (thing, handle, spot, hand, goal) in the true base frame",
    ),
    Column(
        "label.head",
        _SEEN,
        "the thing in the head picture: its middle projected, its distance along the axis, how "
        "many pixels of it show, the median of those; -1 unknown or out of view",
    ),
    Column(
        "label.state",
        LABELS,
        "of this step: over now, share of its time, came off; in the hand; true warmth; number "
        "of the node searched; the action is worth learning; noise is on; number of the mishap",
    ),
)
_WRIST = (
    Column("observation.wrist_camera", _POSE, "the wrist camera in the base frame"),
    Column("label.wrist", _SEEN, "as label.head, in the wrist picture"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """One LeRobot data set: its columns, its cameras and the verbs whose steps go into it."""

    name: str
    columns: tuple[Column, ...]
    cameras: tuple[Camera, ...]
    verbs: tuple[str, ...]


ACTS = Table(
    "acts",
    _COMMON + _WRIST,
    (Camera("head"), Camera("wrist")),
    ("pick", "place", "give", "open", "close", "home", "peer"),
)
WAYS = Table("ways", _COMMON, (Camera("head"),), ("go", "look", "follow", "stay"))
TABLES = (ACTS, WAYS)


def table_of(verb: str) -> Table:
    """The data set that takes the steps of a verb."""
    return ACTS if verb in ACTS.verbs else WAYS
