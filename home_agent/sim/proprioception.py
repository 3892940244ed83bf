"""The state of the physics comes in; what joints, wrist, gripper and IMU report goes out."""

from __future__ import annotations

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.scene import Scene
from home_agent.types import Grip

ANGLE_NOISE_RAD = 0.0005
TORQUE_NOISE = 0.1
FORCE_NOISE_N = 0.15
GAP_NOISE_M = 0.0003
GRAVITY = 9.81
IMU_NOISE = np.array([0.05] * 3 + [0.004] * 3)  # m/s^2, rad/s
IMU_NOISE.setflags(write=False)


class Proprioception:
    """Read the robot's own senses; the model's force, torque, IMU sensors must be fresh."""

    def __init__(self, model: mujoco.MjModel, scene: Scene, rng: np.random.Generator) -> None:
        self._model, self._scene, self._rng = model, scene, rng
        self._at = {
            name: slice(int(sensor.adr[0]), int(sensor.adr[0]) + 3)
            for name in ("wrench_force", "wrench_torque", "imu_acc", "imu_gyro")
            for sensor in (model.sensor(name),)
        }

    def arm(self, data: mujoco.MjData) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Joint positions [8] (lift m, then rad) and motor forces [8] (N, then N m)."""
        scene = self._scene
        joints = data.qpos[scene.arm_q] + self._rng.normal(0.0, ANGLE_NOISE_RAD, 8)
        torque = data.actuator_force[scene.arm_u] + self._rng.normal(0.0, TORQUE_NOISE, 8)
        return joints, torque

    def head(self, data: mujoco.MjData) -> NDArray[np.float64]:
        """Pan and tilt [2], rad."""
        return np.asarray(data.qpos[self._scene.head_q] + self._rng.normal(0.0, ANGLE_NOISE_RAD, 2))

    def grip(self, data: mujoco.MjData, force_n: float) -> Grip:
        """Opening between the pads and the force on them."""
        gap = float(data.qpos[self._scene.finger_q].sum()) + self._rng.normal(0.0, GAP_NOISE_M)
        return Grip(float(gap), max(0.0, force_n + float(self._rng.normal(0.0, FORCE_NOISE_N))))

    def wrench(self, data: mujoco.MjData) -> NDArray[np.float64]:
        """Force and torque [6] of the world on the hand at the wrist, hand's axes, own weight
        taken off: N, then N m. A held mug of 0.3 kg gives about 3 N downwards.
        """
        scene = self._scene
        force = -data.sensordata[self._at["wrench_force"]]
        torque = -data.sensordata[self._at["wrench_torque"]]
        turn = data.site_xmat[scene.wrist_site].reshape(3, 3)
        own = turn.T @ np.array(
            [0.0, 0.0, -GRAVITY * self._model.body_subtreemass[scene.hand_body]]
        )
        arm = turn.T @ (data.subtree_com[scene.hand_body] - data.site_xpos[scene.wrist_site])
        (x, y, z), (fx, fy, fz) = arm.tolist(), own.tolist()
        turning = np.array([y * fz - z * fy, z * fx - x * fz, x * fy - y * fx])
        felt = np.concatenate([force - own, torque - turning])
        noise = self._rng.normal(0.0, FORCE_NOISE_N, 6)
        noise[3:] *= 0.1
        return felt + noise

    def imu(self, data: mujoco.MjData) -> NDArray[np.float64]:
        """Acceleration (with gravity, m/s^2) and angular rate (rad/s) of the base [6]."""
        both = [data.sensordata[self._at[name]] for name in ("imu_acc", "imu_gyro")]
        return np.asarray(np.concatenate(both) + self._rng.standard_normal(6) * IMU_NOISE)
