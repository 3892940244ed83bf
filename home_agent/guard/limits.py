"""No input; every number the guard enforces comes out, each with the source it was taken from.

The figures follow published standards and papers as design targets; this is no certification.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace


def _number(value: float, source: str) -> float:
    """A field whose metadata says where its value comes from."""
    made: float = field(default=value, metadata={"source": source})
    return made


_BODY = "the robot's own body: home_agent/sim/body.py"
_MEASURED = "measured in the simulated homes, training seeds"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in SI units; distances to obstacles and people count from the edge of the base."""

    # the base among things
    max_speed_mps: float = _number(0.65, "below ISO 13482's service robots; a flat's doors")
    max_turn_rps: float = _number(1.4, "the edge of the base then moves at 0.36 m/s")
    accel_mps2: float = _number(0.8, "comfort, Neggers 2022; safety.md section 2: about 0.5")
    brake_mps2: float = _number(2.0, "half of what the base's motors can do with 50 kg")
    turn_accel_rps2: float = _number(4.0, _MEASURED)
    jerk_mps3: float = _number(10.0, "reaches full acceleration within two periods of 50 ms")
    governor_mps2: float = _number(1.0, "ISO 13855 stopping distance with a 1.0 m/s2 brake")
    reaction_s: float = _number(0.2, "lidar 0.1 s + control period 0.05 s + motors 0.05 s")
    base_radius_m: float = _number(0.25, _BODY)
    margin_m: float = _number(0.04, "lidar noise of 1 cm, three sigma, and a centimetre")
    creep_mps: float = _number(0.08, "IEC 61010-1: under 150 N with this base, were it to touch")
    creep_m: float = _number(0.015, "lidar noise of 1 cm averaged over three beams, twice sigma")
    creep_at_work_m: float = _number(0.004, "the same at furniture, where it stands to reach")
    taper_per_s: float = _number(2.0, "first-order approach: speed falls with the gap")
    arm_out_speed_mps: float = _number(0.3, "the tool then moves no faster than 0.75 m/s")
    aside_speed_mps: float = _number(0.2, "table tops beside and behind it are seen by nothing")
    aside_rad: float = _number(1.05, "beyond the low camera's view, 46 deg to each side")
    blind_speed_mps: float = _number(0.25, "ISO 10218-1 reduced speed, 0.25 m/s")
    bumped_speed_mps: float = _number(0.1, "IEC 61010-1: under 150 N with this base")
    # what counts as an obstacle
    low_m: float = _number(0.02, "the thinnest toy that tips or breaks, above depth noise")
    low_per_m: float = _number(0.012, "depth noise grows with distance")
    high_m: float = _number(1.35, _BODY)
    near_m: float = _number(1.5, "stopping distance at full speed, three times over")
    far_m: float = _number(2.6, "from there the low camera sees table tops, nearer by it does not")
    unseen_part: float = _number(0.7, "of the floor ahead must have been seen to drive faster")
    keep_low_s: float = _number(8.0, "a toy under the camera's view: time to pass it at 0.1 m/s")
    keep_high_s: float = _number(10.0, "a table top over the camera's view: 2.6 m at 0.25 m/s")
    # people
    room_m: float = _number(3.0, "people in the room: safety.md section 2")
    room_speed_mps: float = _number(0.5, "comfort beside people, Neggers 2022")
    people_m: float = _number(1.2, "Hall's personal zone")
    people_speed_mps: float = _number(0.25, "ISO 10218-1 reduced speed, 0.25 m/s")
    people_stop_m: float = _number(0.45, "Hall's intimate zone")
    receiver_stop_m: float = _number(0.30, "an invited hand-over: safety.md section 2")
    people_turn_rps: float = _number(0.8, _MEASURED)
    people_keep_s: float = _number(3.0, "Autoware AEB keeps a collision for 3.0 s")
    # the arm
    tool_speed_mps: float = _number(0.9, "ISO/TS 15066: chest 280 N, 3.5 kg: 0.99 m/s")
    tool_speed_people_mps: float = _number(0.25, "ISO 10218-1 reduced speed, 0.25 m/s")
    tool_speed_give_mps: float = _number(0.15, "ISO/TS 15066: face 65 N, 3.5 kg: 0.17 m/s")
    tool_people_m: float = _number(0.6, "an adult's reach from a still shoulder")
    tool_stop_m: float = _number(0.25, "an adult's half shoulder width")
    tool_high_m: float = _number(1.75, _BODY)
    tool_low_m: float = _number(-0.02, "the floor, with the fingers' give")
    torque_s: float = _number(0.05, "ISO/TS 15066: transient contact ends within 0.5 s")
    wrist_n: float = _number(90.0, "ISO/TS 15066: under neck 150 N and hand 140 N")
    max_grip_n: float = _number(60.0, _BODY)
    head_rps: float = _number(2.0, _BODY)
    link_m: float = _number(0.08, "the thickest link and a margin of 4 cm")
    link_high_m: float = _number(0.12, "the thickest link, a held thing and a margin")
    # heat
    hot_c: float = _number(48.0, "ISO 13732-1: bare metal, 10 min")
    hot_m: float = _number(0.6, "an adult's reach from a still shoulder")
    very_hot_c: float = _number(60.0, "scald in under 5 s")
    very_hot_m: float = _number(1.0, "reach of a child who leans")
    hot_place_m: float = _number(0.40, "set down beside, out of the lap")
    # time
    lidar_old_s: float = _number(0.25, "safety.md section 4, fault 7: stop at 0.2 s and a period")
    seen_old_s: float = _number(0.25, "safety.md section 3: Nav2's 5 s is far too slow")
    camera_old_s: float = _number(0.7, "three frames at 5 Hz")
    chunk_over_s: float = _number(0.3, "half of the time imagination looks ahead")
    heartbeat_s: float = _number(0.05, "safety.md section 3: 54 ms measured, 0 false trips in 120")
    heartbeat_latch_s: float = _number(1.0, "a planner gone this long has crashed or hangs")
    tell_again_s: float = _number(3.0, "Autoware AEB collision_keeping_sec")


# Lift in m and seven joints in rad; rates in m/s and rad/s: sim/body.py. Torques in N and N m at
# which a push ends: nine tenths of the motors', and for the lift ISO/TS 15066's hand, 140 N.
ARM_LOW = (0.0, -2.6, -0.7, -2.75, -2.9, -1.0, -1.3, -3.1)
ARM_HIGH = (1.05, 2.6, 0.7, 2.75, 2.9, 2.3, 1.3, 3.1)
ARM_RATE = (0.4, 1.8, 1.8, 2.0, 2.5, 2.5, 2.5, 3.0)
ARM_ACCEL = (2.0, 8.0, 8.0, 10.0, 15.0, 15.0, 15.0, 20.0)
ARM_TORQUE = (130.0, 81.0, 81.0, 54.0, 22.5, 22.5, 18.0, 9.0)
HEAD_LOW = (-2.8, -0.7)
HEAD_HIGH = (2.8, 1.3)


def sources() -> dict[str, str]:
    """Where each limit comes from, by its name."""
    return {each.name: str(each.metadata.get("source", "")) for each in fields(Limits)}


def slower(limits: Limits, max_speed_mps: float) -> Limits:
    """The limits with a user's own top speed [m/s], which can only lower them."""
    return replace(limits, max_speed_mps=min(limits.max_speed_mps, max_speed_mps))
