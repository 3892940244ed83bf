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
_SPREAD = (0.6, 1.0, 1.5, 1.0, 0.6, 0.6, 1.5, 0.5)  # dearness of moving each joint
_LOW, _HIGH = ARM_LIMITS[:, 0].tolist(), ARM_LIMITS[:, 1].tolist()


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
        """All closed-form answers [8] within the limits, the wrist's second yaw being 0.

        They are exact but for 0.03 rad when the hand points down and the shoulder is pitched.

        position_m: [3] of the tool, base frame; matrix: [3, 3] its rotation. The lift takes the
        whole height if it can; beyond its ends the shoulder is pitched by a with
        sin a = -dz / (upper + fore cos elbow).
        """
        # Plain numbers throughout: this is asked some ten thousand times for one grasp.
        (x, y, z), rows = position_m.tolist(), matrix.tolist()
        high = z - WRIST_TO_TOOL_M * rows[2][0] - SHOULDER_M[2]
        lift = min(max(high, _LOW[0]), _HIGH[0])
        rise = high - lift
        dx = x - WRIST_TO_TOOL_M * rows[0][0] - SHOULDER_M[0]
        dy = y - WRIST_TO_TOOL_M * rows[1][0] - SHOULDER_M[1]
        reach2 = dx * dx + dy * dy + rise * rise
        cos3 = (reach2 - UPPER_M**2 - FORE_M**2) / (2 * UPPER_M * FORE_M)
        if abs(cos3) > 1:
            return []
        along = UPPER_M + FORE_M * cos3
        if abs(rise) > 0.6 * along:
            return []
        arm2 = -math.asin(rise / along)
        found = []
        for sign in (1.0, -1.0):
            arm3 = sign * math.acos(cos3)
            across = FORE_M * math.sin(arm3)
            arm1 = wrap(math.atan2(dy, dx) - math.atan2(across, along * math.cos(arm2)))
            if not (_LOW[1] <= arm1 <= _HIGH[1] and _LOW[3] <= arm3 <= _HIGH[3]):
                continue
            if arm2 == 0.0:
                wrists = _wrist(rows, arm1 + arm3)
            else:
                forearm = hand_matrix(arm1, arm2, 0.0) @ hand_matrix(arm3, 0.0, 0.0)
                wrists = _wrist((forearm.T @ matrix).tolist(), 0.0)
            for arm4, arm5, arm7 in wrists:
                joints = (lift, arm1, arm2, arm3, arm4, arm5, 0.0, arm7)
                if all(low <= q <= high for low, q, high in zip(_LOW, joints, _HIGH, strict=True)):
                    found.append(np.array(joints))
        return found

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


def cost(joints: Floats, near: Floats) -> float:
    """How far [8] is from [8], each joint weighed by how much its motion sweeps."""
    ways = zip(_SPREAD, joints.tolist(), near.tolist(), strict=True)
    return float(sum(spread * abs(joint - other) for spread, joint, other in ways))


def _wrist(rows: list[list[float]], forearm_rad: float) -> list[tuple[float, float, float]]:
    """Yaw, pitch and roll of the wrist for a forearm heading; several when it points down.

    rows: the hand's rotation matrix.
    """
    (m00, m01, _), (m10, m11, _), (m20, m21, m22) = rows
    sin5 = -m20
    if sin5 < 0.9995:
        arm5 = math.asin(max(-1.0, sin5))
        arm4 = wrap(math.atan2(m10, m00) - forearm_rad)
        arm7 = math.atan2(m21, m22)
        # The same, bent over backwards: beyond straight down, turned about.
        return [(arm4, arm5, arm7), (wrap(arm4 + math.pi), math.pi - arm5, wrap(arm7 + math.pi))]
    # Pointing straight down, yaw and roll turn the same way: several ways to share them.
    turn = forearm_rad + math.atan2(m01, m11)
    return [(arm4, math.pi / 2, wrap(turn + arm4)) for arm4 in (0.0, 0.7, -0.7, 1.4, -1.4)]
