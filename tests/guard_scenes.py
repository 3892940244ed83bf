"""A small flat world for the guard's tests: posts, balls on the floor, a robot that obeys."""

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from home_agent.types import (
    ActionChunk,
    CameraFrame,
    Command,
    Grip,
    Observation,
    Pose2D,
    Pose3D,
    Situation,
)

TUCK = np.array([0.25, -1.57, 0.0, 2.62, 0.0, 1.57, 0.0, 0.0])
PITCH = math.radians(25.0)
K = np.array([[19.5, 0, 19.5], [0, 19.5, 14.5], [0, 0, 1.0]])


def chunk(
    base: tuple[float, float, float] = (0.0, 0.0, 0.0),
    t_s: float = 0.0,
    n: int = 10,
    arm: NDArray[np.float64] = TUCK,
    grip: float = 0.0,
) -> ActionChunk:
    """n equal set points 50 ms apart."""
    return ActionChunk(
        t_s=t_s,
        dt_s=0.05,
        base=np.tile(np.array(base, float), (n, 1)),
        arm=np.tile(np.asarray(arm, float), (n, 1)),
        head=np.zeros((n, 2)),
        grip=np.full(n, grip),
        done=np.zeros(n),
    )


@dataclass
class Flat:
    """Posts (x, y, radius) stand on the floor, balls (x, y, radius) lie on it, the base moves."""

    posts: list[tuple[float, float, float]] = field(default_factory=list)
    balls: list[tuple[float, float, float]] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0
    yaw: float = 0.0
    t_s: float = 1.0
    velocity: NDArray[np.float64] = field(default_factory=lambda: np.zeros(3))
    arm: NDArray[np.float64] = field(default_factory=TUCK.copy)
    sent: list[Command] = field(default_factory=list)
    path: list[tuple[float, float]] = field(default_factory=list)
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))
    _lidar: tuple[NDArray[np.float32], float] | None = None

    def send(self, command: Command) -> None:
        self.sent.append(command)

    def step(self, dt_s: float = 0.05) -> None:
        if self.sent:
            self.velocity = self.sent[-1].base
            self.arm = self.sent[-1].arm
        c, s = math.cos(self.yaw), math.sin(self.yaw)
        vx, vy, wz = self.velocity
        self.x += (c * vx - s * vy) * dt_s
        self.y += (s * vx + c * vy) * dt_s
        self.yaw += wz * dt_s
        self.t_s += dt_s
        self.path.append((self.x, self.y))

    def gap(self) -> float:
        """Free distance from the edge of the base (0.25 m) to the nearest thing."""
        every = self.posts + self.balls
        return min(math.hypot(x - self.x, y - self.y) - r for x, y, r in every) - 0.25

    def observe(self, camera: bool = True) -> Observation:
        if self._lidar is None or self.t_s - self._lidar[1] > 0.095:
            self._lidar = (self._scan(), self.t_s)
        cameras = {"floor": self._frame()} if camera else {}
        return Observation(
            t_s=self.t_s,
            base=Pose2D(self.x, self.y, self.yaw, "odom"),
            base_velocity=self.velocity,
            lidar_m=self._lidar[0],
            lidar_t_s=self._lidar[1],
            arm=self.arm.copy(),
            arm_torque=np.zeros(8),
            head=np.zeros(2),
            grip=Grip(0.1, 0.0),
            wrench=np.zeros(6),
            imu=np.zeros(6),
            battery=1.0,
            cameras=cameras,
        )

    def _scan(self) -> NDArray[np.float32]:
        angles = np.linspace(-math.pi, math.pi, 360, endpoint=False) + self.yaw
        ranges = np.full(360, np.inf)
        for x, y, r in self.posts:
            dx, dy = x - self.x, y - self.y
            along = dx * np.cos(angles) + dy * np.sin(angles)
            off = dx * np.sin(angles) - dy * np.cos(angles)
            hit = (np.abs(off) < r) & (along > 0)
            far = along - np.sqrt(np.maximum(r * r - off * off, 0.0))
            ranges = np.where(hit, np.minimum(ranges, far), ranges)
        noisy = ranges + self.rng.normal(0.0, 0.01, 360)
        return np.maximum(noisy, 0.0).astype(np.float32)

    def _frame(self) -> CameraFrame:
        v, u = np.mgrid[0:30, 0:40]
        rays = np.stack([(u - 19.5) / 19.5, (v - 14.5) / 19.5, np.ones_like(u, float)], -1)
        # OpenCV camera pitched down: x right = -y base, y down, z ahead.
        turn = np.array(
            [
                [0.0, -math.sin(PITCH), math.cos(PITCH)],
                [-1.0, 0.0, 0.0],
                [0.0, -math.cos(PITCH), -math.sin(PITCH)],
            ]
        )
        eye = np.array([0.245, 0.0, 0.22])
        ways = rays.reshape(-1, 3) @ turn.T
        with np.errstate(divide="ignore"):
            depth = np.where(ways[:, 2] < -1e-6, -eye[2] / ways[:, 2], np.inf)
        c, s = math.cos(self.yaw), math.sin(self.yaw)
        for x, y, r in self.balls:
            dx, dy = x - self.x, y - self.y
            ball = np.array([c * dx + s * dy, c * dy - s * dx, r]) - eye
            size = (ways * ways).sum(1)
            along = ways @ ball / size
            off2 = ball @ ball - along * along * size
            hit = (off2 < r * r) & (along > 0)
            near = along - np.sqrt(np.maximum(r * r - off2, 0.0) / size)
            depth = np.where(hit, np.minimum(depth, near), depth)
        depth = np.where(depth < 8.0, depth * (1 + self.rng.normal(0, 0.003, len(depth))), 0.0)
        m = turn
        w = math.sqrt(max(0.0, 1 + m[0, 0] + m[1, 1] + m[2, 2])) / 2
        quat = (
            (m[2, 1] - m[1, 2]) / (4 * w),
            (m[0, 2] - m[2, 0]) / (4 * w),
            (m[1, 0] - m[0, 1]) / (4 * w),
            w,
        )
        return CameraFrame(
            depth_m=depth.reshape(30, 40).astype(np.float32),
            k=K,
            pose_base=Pose3D((0.245, 0.0, 0.22), quat, "base"),
            t_s=self.t_s,
        )


def someone(x: float, y: float, t_s: float, **more: object) -> Situation:
    """A situation with one person at (x, y) in the base frame."""
    return Situation(people=np.array([[x, y]]), people_t_s=t_s, **more)  # type: ignore[arg-type]
