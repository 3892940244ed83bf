"""Commands come in; set points of MuJoCo's actuators go out, with the driver's own watchdog."""

from __future__ import annotations

import math

import mujoco
import numpy as np

from home_agent.sim.body import ARM_LIMITS, MAX_GRIP_N
from home_agent.sim.channel import WATCHDOG_S
from home_agent.sim.scene import Scene
from home_agent.types import Command

MAX_MPS, MAX_RADPS = 1.0, 2.0
IDLE_W, BATTERY_WH = 45.0, 480.0


class Motors:
    """Hold the last command, apply it every sub-step, fall still when commands stop coming.

    After 150 ms without a command the base stops and the arm holds where it is; the gripper
    keeps its force, so that nothing is dropped.
    """

    def __init__(self, model: mujoco.MjModel, data: mujoco.MjData, scene: Scene) -> None:
        self._model, self._scene = model, scene
        self._base = np.zeros(3)
        self.last: Command | None = None
        self._last_s = -math.inf
        self._holding = True
        self.battery = 1.0
        self.hold(data)

    def accept(self, command: Command, data: mujoco.MjData) -> None:
        """Take the set points of `command`, cut to what the hardware can do."""
        base = np.array(command.base, float)
        speed = float(np.hypot(base[0], base[1]))
        base[:2] *= min(1.0, MAX_MPS / max(speed, 1e-9))
        base[2] = min(max(base[2], -MAX_RADPS), MAX_RADPS)
        self._base = base
        scene, ctrl = self._scene, data.ctrl
        ctrl[scene.arm_u] = np.minimum(np.maximum(command.arm, ARM_LIMITS[:, 0]), ARM_LIMITS[:, 1])
        ctrl[scene.head_u] = command.head
        ctrl[scene.grip_u] = min(max(command.grip, -MAX_GRIP_N), MAX_GRIP_N)
        self._last_s = float(data.time)
        self.last = command
        self._holding = False

    def halt(self) -> None:
        """Stop the base now."""
        self._base = np.zeros(3)

    def hold(self, data: mujoco.MjData) -> None:
        """Stop the base and keep arm and head where they are."""
        self.halt()
        scene = self._scene
        data.ctrl[scene.arm_u] = data.qpos[scene.arm_q]
        data.ctrl[scene.head_u] = data.qpos[scene.head_q]
        self._holding = True

    def drive(self, data: mujoco.MjData) -> None:
        """Write the base's set points for the next sub-step; runs the watchdog."""
        if not self._holding and data.time - self._last_s > WATCHDOG_S:
            self.hold(data)
        vx, vy, wz = self._base.tolist()
        yaw = float(data.qpos[self._scene.base_q[2]])
        c, s = math.cos(yaw), math.sin(yaw)
        data.ctrl[self._scene.base_u] = (c * vx - s * vy, s * vx + c * vy, wz)

    def drain(self, data: mujoco.MjData, dt_s: float) -> None:
        """Take the energy of the last `dt_s` from the battery."""
        work = float(np.abs(data.actuator_force * data.actuator_velocity).sum())
        self.battery = max(0.0, self.battery - (IDLE_W + work) * dt_s / (BATTERY_WH * 3600))
