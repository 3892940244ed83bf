"""A start pose comes in; the robot's body is added to a MuJoCo spec, made of primitive shapes.

A round holonomic base carries a mast with a pan-tilt head and a lift; on the lift sits an arm
with seven joints that works like a draughtsman's lamp lying on its side: shoulder yaw and pitch,
elbow yaw, then a wrist of yaw, pitch, yaw and roll, so that the hand can point down, ahead or
anywhere between at any height. The gripper has two long thin fingers with soft pads.
"""

from __future__ import annotations

import math

import mujoco
import numpy as np
from numpy.typing import NDArray

BASE_RADIUS_M = 0.25
MAX_GAP_M = 0.128
FINGER_M = 0.12  # length of the fingers, from the palm to the tips
TIP_M = 0.015  # how far the tips lie ahead of the tool site
MAX_GRIP_N = 60.0
BASE_JOINTS = ("base_x", "base_y", "base_yaw")
ARM_JOINTS = ("lift", "arm1", "arm2", "arm3", "arm4", "arm5", "arm6", "arm7")
HEAD_JOINTS = ("head_pan", "head_tilt")
FINGER_JOINTS = ("finger_l", "finger_r")  # each is the distance of one pad from the middle
CAMERAS: dict[str, tuple[int, int, float]] = {
    "head": (320, 240, 58.0),
    "wrist": (320, 240, 62.0),
    "floor": (40, 30, 75.0),
}
ROBOT_GROUP = 4
_PREFIX = "robot~"

TUCK: NDArray[np.float64] = np.array([0.30, -1.57, 0.0, 2.62, 0.0, 1.57, 0.0, 0.0])
ARM_LIMITS: NDArray[np.float64] = np.array(
    [
        [0.0, 1.05],
        [-2.6, 2.6],
        [-0.7, 0.7],
        [-2.75, 2.75],
        [-2.9, 2.9],
        [-1.0, 2.3],
        [-1.3, 1.3],
        [-3.1, 3.1],
    ]
)
TUCK.setflags(write=False)
ARM_LIMITS.setflags(write=False)

# Velocity servos of the base: gain and force limit. Position servos: stiffness, damping, limit.
_BASE_SERVOS = {"base_x": (1500, 250), "base_y": (1500, 250), "base_yaw": (250, 60)}
_SERVOS = {
    "lift": (20000, 900, 400),
    "arm1": (2500, 100, 90),
    "arm2": (4000, 130, 90),
    "arm3": (1500, 50, 60),
    "arm4": (500, 12, 25),
    "arm5": (500, 12, 25),
    "arm6": (400, 8, 20),
    "arm7": (200, 4, 10),
    "head_pan": (60, 6, 8),
    "head_tilt": (60, 6, 8),
}

# contype/conaffinity: 1 the world, 2 the arm, 4 the base, 8 the hand. The arm meets the world and
# the base, and the hand meets the upper arm; other links cannot get at one another. Sizes in m,
# masses in kg, forces in N and N m.
_XML = """
<mujoco>
  <compiler angle="radian" autolimits="true"/>
  <default>
    <geom group="4" condim="3" friction="0.6 0.005 0.0001" density="0" rgba=".92 .93 .95 1"/>
    <default class="base"><geom contype="4" conaffinity="3"/></default>
    <default class="arm">
      <geom contype="2" conaffinity="5"/>
      <joint damping="2" armature="0.15"/>
    </default>
    <default class="wrist"><joint damping="0.5" armature="0.02"/></default>
    <default class="dark"><geom contype="2" conaffinity="5" rgba=".2 .22 .26 1"/></default>
    <default class="hand"><geom contype="10" conaffinity="5" rgba=".2 .22 .26 1"/></default>
    <default class="pad">
      <geom type="box" contype="10" conaffinity="5" priority="2" condim="6"
            friction="1.3 0.02 0.002" solref="0.008 1" solimp="0.9 0.97 0.002"
            rgba=".15 .45 .5 1"/>
    </default>
  </default>
  <worldbody>
    <body name="robot">
      <joint name="base_x" type="slide" axis="1 0 0" armature="1" frictionloss="15"/>
      <joint name="base_y" type="slide" axis="0 1 0" armature="1" frictionloss="15"/>
      <joint name="base_yaw" type="hinge" axis="0 0 1" armature="0.5" frictionloss="3"/>
      <geom name="robot/base" class="base" type="cylinder" size="0.25 0.11" pos="0 0 0.125"
            mass="38"/>
      <geom name="robot/mast" class="base" type="box" size="0.03 0.05 0.47"
            pos="-0.19 0 0.705" mass="6" rgba=".2 .22 .26 1"/>
      <geom name="robot/rail" class="base" type="box" size="0.022 0.03 0.56"
            pos="-0.16 0.12 0.8" mass="3" rgba=".2 .22 .26 1"/>
      <site name="lidar" pos="0 0 0.2" size="0.01" group="4"/>
      <site name="imu" pos="0 0 0.15" size="0.01" group="4"/>
      <camera name="floor" pos="0.245 0 0.22" xyaxes="0 -1 0 0.42 0 0.91"/>
      <body name="robot/pan" pos="-0.18 0 1.19" gravcomp="1">
        <joint name="head_pan" axis="0 0 1" range="-2.8 2.8" damping="0.5" armature="0.02"/>
        <geom name="robot/neck" class="base" type="cylinder" size="0.012 0.02" mass="0.3"/>
        <body name="robot/head" pos="0 0 0.05" gravcomp="1">
          <joint name="head_tilt" axis="0 1 0" range="-0.7 1.3" damping="0.5" armature="0.02"/>
          <geom name="robot/head" class="base" type="box" size="0.03 0.08 0.035"
                pos="0.005 0 0" mass="0.6"/>
          <geom name="robot/eyes" type="box" contype="0" conaffinity="0" size="0.004 0.05 0.012"
                pos="0.036 0 0" rgba=".1 .12 .15 1" mass="0.01"/>
          <camera name="head" pos="0.042 0 0" xyaxes="0 -1 0 0 0 1"/>
        </body>
      </body>
      <body name="robot/lift" pos="-0.115 0 0.285" gravcomp="1" childclass="arm">
        <joint name="lift" type="slide" axis="0 0 1" damping="20" armature="2"/>
        <geom name="robot/carriage" class="dark" type="box" size="0.02 0.05 0.04"
              pos="0 0.15 0" mass="1.5"/>
        <body name="robot/shoulder" pos="0.075 0.18 0" gravcomp="1">
          <joint name="arm1" axis="0 0 1"/>
          <geom name="robot/shoulder" type="cylinder" conaffinity="13" size="0.045 0.045" mass="1"/>
          <body name="robot/upper" gravcomp="1">
            <joint name="arm2" axis="0 1 0"/>
            <geom name="robot/upper" type="capsule" conaffinity="13" size="0.037"
                  fromto="0.04 0 0 0.40 0 0" mass="2.2"/>
            <body name="robot/fore" pos="0.40 0 0" gravcomp="1">
              <joint name="arm3" axis="0 0 1"/>
              <geom name="robot/fore" type="capsule" size="0.032" fromto="0 0 0 0.36 0 0"
                    mass="1.4"/>
              <body name="robot/wrist1" pos="0.38 0 0" gravcomp="1" childclass="wrist">
                <joint name="arm4" axis="0 0 1"/>
                <geom name="robot/wrist1" class="dark" type="sphere" size="0.034" mass="0.3"/>
                <body name="robot/wrist2" gravcomp="1">
                  <joint name="arm5" axis="0 1 0"/>
                  <geom name="robot/wrist2" class="dark" type="capsule" size="0.03"
                        fromto="0 0 0 0.06 0 0" mass="0.3"/>
                  <body name="robot/wrist3" pos="0.06 0 0" gravcomp="1">
                    <joint name="arm6" axis="0 0 1"/>
                    <geom name="robot/wrist3" class="hand" type="capsule" size="0.028"
                          fromto="0 0 0 0.04 0 0" mass="0.2"/>
                    <body name="robot/hand" pos="0.05 0 0" gravcomp="1">
                      <joint name="arm7" axis="1 0 0"/>
                      <geom name="robot/palm" class="hand" type="box" size="0.02 0.078 0.018"
                            pos="0.02 0 0" mass="0.5" rgba=".92 .93 .95 1"/>
                      <site name="wrist" size="0.01" group="4"/>
                      <site name="tool" pos="0.145 0 0" size="0.005" group="4"/>
                      <camera name="wrist" pos="0.02 0 0.045" xyaxes="0 -1 0 0.25 0 0.97"/>
                      <body name="robot/finger_l" gravcomp="1">
                        <joint name="finger_l" type="slide" axis="0 1 0" damping="60"
                               armature="0.1" solreflimit="0.008 1"/>
                        <geom name="robot/finger_l" class="hand" type="box"
                              size="0.06 0.004 0.010" pos="0.10 0.008 0" mass="0.06"/>
                        <geom name="robot/pad_l" class="pad" size="0.055 0.002 0.010"
                              pos="0.105 0.002 0" mass="0.02"/>
                      </body>
                      <body name="robot/finger_r" gravcomp="1">
                        <joint name="finger_r" type="slide" axis="0 -1 0" damping="60"
                               armature="0.1" solreflimit="0.008 1"/>
                        <geom name="robot/finger_r" class="hand" type="box"
                              size="0.06 0.004 0.010" pos="0.10 -0.008 0" mass="0.06"/>
                        <geom name="robot/pad_r" class="pad" size="0.055 0.002 0.010"
                              pos="0.105 -0.002 0" mass="0.02"/>
                      </body>
                    </body>
                  </body>
                </body>
              </body>
            </body>
          </body>
        </body>
      </body>
    </body>
  </worldbody>
</mujoco>
"""


def add_robot(spec: mujoco.MjSpec, start: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> None:
    """Add the robot to `spec`, so that the compiled model's qpos0 has it at `start`, arm tucked.

    start: x, y [m] and yaw [rad] in the world frame. base_x, base_y and base_yaw then read the
    pose in the world frame, the gripper is open. The root body is named "robot".
    """
    body = mujoco.MjSpec.from_string(_XML)
    x, y, yaw = start
    root = body.body("robot")
    root.pos = [x, y, 0.0]
    root.quat = [math.cos(yaw / 2), 0.0, 0.0, math.sin(yaw / 2)]
    # A slide's axis turns with its body: turned back, it lies along the world's axis.
    body.joint("base_x").axis = [math.cos(yaw), -math.sin(yaw), 0.0]
    body.joint("base_y").axis = [math.sin(yaw), math.cos(yaw), 0.0]
    for name, value in zip(BASE_JOINTS, start, strict=True):
        body.joint(name).ref = value
    for name, value, limits in zip(ARM_JOINTS, TUCK, ARM_LIMITS, strict=True):
        joint = body.joint(name)
        joint.range = limits
        joint.ref = value
        _turn(joint, float(value))
    for name in FINGER_JOINTS:
        joint = body.joint(name)
        joint.range = [-0.002, MAX_GAP_M / 2]
        joint.ref = MAX_GAP_M / 2
        _turn(joint, MAX_GAP_M / 2)
    for name, (_, _, fovy_deg) in CAMERAS.items():
        body.camera(name).fovy = fovy_deg
    spec.attach(body, frame=spec.worldbody.add_frame(), prefix=_PREFIX)
    _unprefix(spec)
    _add_servos(spec)
    _add_sensors(spec)


def _turn(joint: mujoco.MjsJoint, value: float) -> None:
    """Put the joint's body where the joint has `value`, so that this is the model's qpos0."""
    body = joint.parent
    axis = np.asarray(joint.axis)
    if joint.type == mujoco.mjtJoint.mjJNT_SLIDE:
        body.pos = np.asarray(body.pos) + value * axis
    else:
        body.quat = [math.cos(value / 2), *(math.sin(value / 2) * axis)]


def _unprefix(spec: mujoco.MjSpec) -> None:
    """Give the attached elements their plain names (an empty prefix makes MuJoCo warn)."""
    for elements in (spec.bodies, spec.joints, spec.geoms, spec.sites, spec.cameras):
        for element in elements:
            if element.name.startswith(_PREFIX):
                element.name = element.name.removeprefix(_PREFIX)


def _add_servos(spec: mujoco.MjSpec) -> None:
    joint = mujoco.mjtTrn.mjTRN_JOINT
    for name, (kv, limit) in _BASE_SERVOS.items():
        servo = spec.add_actuator(name=name, target=name, trntype=joint)
        servo.set_to_velocity(kv=kv)
        servo.forcerange = [-limit, limit]
    for name, (kp, kv, limit) in _SERVOS.items():
        servo = spec.add_actuator(name=name, target=name, trntype=joint)
        servo.set_to_position(kp=kp, kv=kv)
        servo.forcerange = [-limit, limit]
    tendon = spec.add_tendon(name="grip")
    for name in FINGER_JOINTS:
        tendon.wrap_joint(name, 1.0)
    grip = spec.add_actuator(
        name="grip", target="grip", trntype=mujoco.mjtTrn.mjTRN_TENDON, gear=[-1, 0, 0, 0, 0, 0]
    )
    grip.set_to_motor()
    grip.ctrlrange = [-MAX_GRIP_N, MAX_GRIP_N]
    same = spec.add_equality(name="robot/fingers", type=mujoco.mjtEq.mjEQ_JOINT, solref=[0.01, 1.0])
    same.name1, same.name2 = FINGER_JOINTS
    same.data = [0, 1, *([0] * 10)]


def _add_sensors(spec: mujoco.MjSpec) -> None:
    """Force and torque between forearm and hand, acceleration and angular rate of the base."""
    kinds = mujoco.mjtSensor
    for name, kind, site in (
        ("wrench_force", kinds.mjSENS_FORCE, "wrist"),
        ("wrench_torque", kinds.mjSENS_TORQUE, "wrist"),
        ("imu_acc", kinds.mjSENS_ACCELEROMETER, "imu"),
        ("imu_gyro", kinds.mjSENS_GYRO, "imu"),
    ):
        spec.add_sensor(name=name, type=kind, objtype=mujoco.mjtObj.mjOBJ_SITE, objname=site)
