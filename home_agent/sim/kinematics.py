"""Tool poses come in, joint angles of lift and arm go out, and the other way round.

With the wrist's second yaw at zero the arm is solved in closed form: the lift sets the height (and
the shoulder's pitch what is beyond it), shoulder and elbow yaw the place, the wrist's yaw, pitch
and roll the direction. To follow a line from where the arm is, damped least squares is used:
dq = J^T (J J^T + d^2 I)^-1 e, with e [m, rad] the error of the pose and d the damping.
"""

from __future__ import annotations

import math

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.sim.body import ARM_JOINTS, ARM_LIMITS, add_robot
from home_agent.types import Pose3D

Floats = NDArray[np.float64]

SHOULDER_M = (-0.04, 0.18, 0.285)  # the shoulder's axis in the base frame at lift 0
UPPER_M = 0.40
FORE_M = 0.38
WRIST_TO_TOOL_M = 0.255
JOINT_COST = np.array([0.6, 1.0, 1.5, 1.0, 0.6, 0.6, 1.5, 0.5])  # how dear moving each joint is
_SHARES = (0.0, 0.7, -0.7, 1.4, -1.4)


def rotation(quat_xyzw: tuple[float, float, float, float]) -> Floats:
    """The rotation matrix [3, 3] of a quaternion x, y, z, w."""
    x, y, z, w = quat_xyzw
    matrix = np.empty(9)
    mujoco.mju_quat2Mat(matrix, np.array([w, x, y, z]))
    return matrix.reshape(3, 3)


def pose(position_m: Floats, matrix: Floats, frame: str = "base") -> Pose3D:
    """A Pose3D from a position [3] and a rotation matrix [3, 3]."""
    quat = np.empty(4)
    mujoco.mju_mat2Quat(quat, np.ascontiguousarray(matrix).ravel())
    x, y, z = (float(value) for value in position_m)
    return Pose3D((x, y, z), (quat[1], quat[2], quat[3], quat[0]), frame)


def hand_matrix(heading_rad: float, pitch_rad: float, roll_rad: float) -> Floats:
    """Rz(heading) Ry(pitch) Rx(roll) [3, 3]: pitch 0 points ahead, pi/2 down."""
    ch, sh = math.cos(heading_rad), math.sin(heading_rad)
    cp, sp = math.cos(pitch_rad), math.sin(pitch_rad)
    cr, sr = math.cos(roll_rad), math.sin(roll_rad)
    return np.array(
        [
            [ch * cp, ch * sp * sr - sh * cr, ch * sp * cr + sh * sr],
            [sh * cp, sh * sp * sr + ch * cr, sh * sp * cr - ch * sr],
            [-sp, cp * sr, cp * cr],
        ]
    )


def wrap(angle_rad: float) -> float:
    """The same angle within -pi..pi."""
    return math.remainder(angle_rad, math.tau)


class ArmKinematics:
    """Solve the arm of `sim/body.py`; implements `ports.Kinematics`."""

    def __init__(self) -> None:
        spec = mujoco.MjSpec()
        add_robot(spec)
        self._model = spec.compile()
        self._data = mujoco.MjData(self._model)
        joints = [self._model.joint(name) for name in ARM_JOINTS]
        self._qpos = np.array([joint.qposadr[0] for joint in joints])
        self._dofs = np.array([joint.dofadr[0] for joint in joints])
        self._tool = self._model.site("tool").id
        self._jac = np.zeros((6, self._model.nv))

    def tool(self, joints: Floats) -> Pose3D:
        """Where the tool is, in the base frame, with lift and arm at `joints` [8] (m, rad)."""
        position, matrix = self.tool_frame(joints)
        return pose(position, matrix)

    def tool_frame(self, joints: Floats) -> tuple[Floats, Floats]:
        """Position [3] (m) and rotation matrix [3, 3] of the tool in the base frame."""
        self._set(joints)
        data = self._data
        return data.site_xpos[self._tool].copy(), data.site_xmat[self._tool].reshape(3, 3).copy()

    def reach(self, pose: Pose3D, near: Floats) -> Floats | None:
        """Joints [8] that bring the tool to `pose` (base frame), those nearest to `near` [8].

        None when the pose is out of reach.
        """
        position, matrix = np.array(pose.position_m), rotation(pose.quat_xyzw)
        found = self.solutions(position, matrix)
        start = min(found, key=lambda joints: cost(joints, near)) if found else near
        return self.descend(position, matrix, start)

    def solutions(self, position_m: Floats, matrix: Floats) -> list[Floats]:
        """All closed-form answers [8] for a tool at [3], [3, 3] in the base frame."""
        return list(solve(position_m[None], matrix[None])[0])

    def descend(
        self, position_m: Floats, matrix: Floats, near: Floats, rounds: int = 60
    ) -> Floats | None:
        """Joints [8] by damped least squares from `near` [8], None when it does not arrive."""
        joints = near.astype(np.float64).copy()
        goal = np.empty(4)
        mujoco.mju_mat2Quat(goal, np.ascontiguousarray(matrix).ravel())
        here, turn, error = np.empty(4), np.empty(3), np.empty(6)
        damping = 1e-4 * np.eye(6)
        low, high = ARM_LIMITS[:, 0], ARM_LIMITS[:, 1]
        for _ in range(rounds):
            self._set(joints)
            data = self._data
            mujoco.mju_mat2Quat(here, data.site_xmat[self._tool])
            mujoco.mju_subQuat(turn, goal, here)
            matrix_here = data.site_xmat[self._tool].reshape(3, 3)
            error[:3] = position_m - data.site_xpos[self._tool]
            error[3:] = matrix_here @ turn
            if np.abs(error[:3]).max() < 1e-3 and np.abs(error[3:]).max() < 5e-3:
                return joints
            mujoco.mj_comPos(self._model, data)
            mujoco.mj_jacSite(self._model, data, self._jac[:3], self._jac[3:], self._tool)
            jac = self._jac[:, self._dofs]
            step = jac.T @ np.linalg.solve(jac @ jac.T + damping, error)
            # A joint at its end cannot help: leave it to the others.
            stuck = (joints <= low) & (step < 0) | (joints >= high) & (step > 0)
            if stuck.any():
                jac = np.where(stuck, 0.0, jac)
                step = jac.T @ np.linalg.solve(jac @ jac.T + damping, error)
            joints += step * min(1.0, 0.4 / (np.abs(step).max() + 1e-9))
            np.clip(joints, low, high, out=joints)
        return None

    def _set(self, joints: Floats) -> None:
        self._data.qpos[self._qpos] = joints
        mujoco.mj_kinematics(self._model, self._data)


def solve(positions_m: Floats, matrices: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """All closed-form answers within the limits for n tool poses, the wrist's second yaw being 0.

    positions_m: [n, 3], base frame; matrices: [n, 3, 3]. Returns joints [m, 8] and which pose [m]
    each is for. They are exact but for 0.03 rad when the hand points down and the shoulder is
    pitched. The lift takes the whole height if it can; beyond its ends the shoulder is pitched by
    a with sin a = -dz / (upper + fore cos elbow).
    """
    wrist = positions_m - WRIST_TO_TOOL_M * matrices[:, :, 0] - SHOULDER_M
    lift = np.clip(wrist[:, 2], ARM_LIMITS[0, 0], ARM_LIMITS[0, 1])
    rise = wrist[:, 2] - lift
    reach2 = wrist[:, 0] ** 2 + wrist[:, 1] ** 2 + rise**2
    cos3 = (reach2 - UPPER_M**2 - FORE_M**2) / (2 * UPPER_M * FORE_M)
    along = UPPER_M + FORE_M * np.clip(cos3, -1.0, 1.0)
    which = np.flatnonzero((np.abs(cos3) <= 1) & (np.abs(rise) <= 0.6 * along))
    which = np.concatenate([which, which])
    bend = np.repeat([1.0, -1.0], len(which) // 2)
    arm2 = -np.arcsin(rise[which] / along[which])
    arm3 = bend * np.arccos(cos3[which])
    towards = np.arctan2(wrist[which, 1], wrist[which, 0])
    arm1 = _wrapped(towards - np.arctan2(FORE_M * np.sin(arm3), along[which] * np.cos(arm2)))
    c1, s1, c2, s2 = np.cos(arm1), np.sin(arm1), np.cos(arm2), np.sin(arm2)
    c3, s3 = np.cos(arm3), np.sin(arm3)
    # The forearm's axes in the base frame; the hand's as seen from there.
    ahead = np.stack([c1 * c2 * c3 - s1 * s3, s1 * c2 * c3 + c1 * s3, -s2 * c3], axis=1)
    left = np.stack([-c1 * c2 * s3 - s1 * c3, -s1 * c2 * s3 + c1 * c3, s2 * s3], axis=1)
    up = np.stack([c1 * s2, s1 * s2, c2], axis=1)
    local = np.stack([ahead, left, up], axis=1) @ matrices[which]
    joints = np.zeros((len(which), 8))
    joints[:, 0], joints[:, 1], joints[:, 2], joints[:, 3] = lift[which], arm1, arm2, arm3
    joints[:, 4] = np.arctan2(local[:, 1, 0], local[:, 0, 0])
    joints[:, 5] = np.arcsin(np.clip(-local[:, 2, 0], -1.0, 1.0))
    joints[:, 7] = np.arctan2(local[:, 2, 1], local[:, 2, 2])
    # Pointing straight down, yaw and roll turn the same way: several ways to share them.
    down = local[:, 2, 0] <= -0.9995
    turn = np.arctan2(local[down, 0, 1], local[down, 1, 1])
    sides = [joints[~down]]
    for arm4 in _SHARES:
        side = joints[down].copy()
        side[:, 4], side[:, 5], side[:, 7] = arm4, math.pi / 2, _wrapped(turn + arm4)
        sides.append(side)
    joints = np.concatenate(sides)
    which = np.concatenate([which[~down], *[which[down]] * len(_SHARES)])
    good = np.all((joints >= ARM_LIMITS[:, 0]) & (joints <= ARM_LIMITS[:, 1]), axis=1)
    return joints[good], which[good]


def _wrapped(angles: Floats) -> Floats:
    turned: Floats = np.remainder(angles + math.pi, math.tau) - math.pi
    return turned


def cost(joints: Floats, near: Floats) -> float:
    """How far [8] is from [8], each joint weighed by how much its motion sweeps."""
    return float(np.abs(joints - near) @ JOINT_COST)
