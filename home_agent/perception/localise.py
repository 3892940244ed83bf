"""Odometry and lidar scans come in; the robot's pose in the map goes out, and how sure it is."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from home_agent.home.graph import HomeMap
from home_agent.home.shape import wrap
from home_agent.perception.field import Field, beam_angles
from home_agent.types import Observation, Pose2D

ROUNDS = 8
LOOSE_M, TIGHT_M = 0.25, 0.06  # width of the robust kernel in the first and last round
BEAM_SIGMA_M = 0.12  # more than a beam's noise, since beams on one wall err together
FITS_M = 0.06  # a beam this near a mapped surface agrees with the map
LOST_BELOW = 0.45  # less of the beams agreeing than this means lost
LOST_AFTER = 5  # scans in a row
MAX_RANGE_M = 11.5
MOST_STEP = 0.2  # m, rad, in one round
DAMPING = 1e-6 * np.eye(3)
# Odometry: variance gained per metre and per radian driven, and per scan.
DRIFT = (0.05**2, 0.05**2, 0.04**2)
TREMBLE = (0.003**2, 0.003**2, 0.002**2)
Array = NDArray[np.float64]


class Localiser:
    """Follow the robot through a known home from `start`, its pose in the map at the first scan.

    `quality`: the share of beams that agree with the map (0..1). `lost`: too few have for half a
    second, then `find` searches the whole home. `sigma`: deviations of x, y (m) and yaw (rad).
    """

    def __init__(self, home: HomeMap, start: Pose2D) -> None:
        self.field = Field(home)
        self._home = home
        self.quality = 1.0
        self._start = np.array([start.x_m, start.y_m, start.yaw_rad])
        self._offset: Array | None = None  # the odometry's origin in the map
        self._cov = np.diag([0.05**2, 0.05**2, 0.04**2])
        self._track: deque[tuple[float, Array]] = deque(maxlen=40)
        self._scan_t_s = -math.inf
        self._at_scan = self._start
        self._bad = 0

    @property
    def lost(self) -> bool:
        """Has the map not fitted the scans for a while?"""
        return self._bad >= LOST_AFTER

    @property
    def sigma(self) -> tuple[float, float, float]:
        """Standard deviations of x, y (m) and yaw (rad)."""
        a, b, c = np.sqrt(np.diag(self._cov))
        return float(a), float(b), float(c)

    def locate(self, seen: Observation) -> Observation:
        """`seen` with its base in the map frame; corrects itself whenever a new scan came in.

        Readings that are not finite are left out; without odometry the last pose stays.
        """
        odom = np.array([seen.base.x_m, seen.base.y_m, seen.base.yaw_rad])
        if not np.all(np.isfinite(odom)):
            odom = self._track[-1][1] if self._track else np.zeros(3)
        self._track.append((seen.t_s, odom))
        if self._offset is None:
            self._offset = join(self._start, inverse(odom))
            self._at_scan = odom
        if seen.lidar_t_s > self._scan_t_s:
            self._scan_t_s = seen.lidar_t_s
            self._correct(seen.lidar_m, self._odometry_at(seen.lidar_t_s))
        x, y, yaw = join(self._offset, odom)
        return replace(seen, base=Pose2D(float(x), float(y), float(yaw), "map"))

    def find(self, lidar_m: NDArray[np.float32]) -> bool:
        """Search the whole home for the pose that explains a scan; True when one fits well.

        Takes about a second; use it when lost, standing still.
        """
        x, y = _hits(lidar_m)
        if len(x) < 20 or not self._track:
            return False
        best, score = self._start, -1.0
        for guess in _candidates(self.field, self._home, x, y):
            pose, quality, _ = self._fit(x, y, guess, np.zeros((3, 3)), LOOSE_M)
            if quality > score:
                best, score = pose, quality
        if score < LOST_BELOW + 0.15:
            return False
        self._offset = join(best, inverse(self._track[-1][1]))
        self._at_scan = self._track[-1][1]
        self._cov = np.diag([0.05**2, 0.05**2, 0.04**2])
        self._bad, self.quality = 0, score
        return True

    def _odometry_at(self, t_s: float) -> Array:
        """The odometry pose at a recent time, between readings linear."""
        later_t, later = self._track[-1]
        for before_t, before in reversed(self._track):
            if before_t <= t_s:
                if later_t <= before_t:
                    return before
                share = min(1.0, (t_s - before_t) / (later_t - before_t))
                turn = wrap(later[2] - before[2])
                step = (later - before) * share
                return np.array(
                    [before[0] + step[0], before[1] + step[1], before[2] + turn * share]
                )
            later_t, later = before_t, before
        return later

    def _correct(self, lidar_m: NDArray[np.float32], odom: Array) -> None:
        assert self._offset is not None
        driven = join(inverse(self._at_scan), odom)
        self._at_scan = odom
        far, turned = math.hypot(driven[0], driven[1]), abs(driven[2])
        gained = np.array(TREMBLE) + np.array(DRIFT) * (far, far, 0.3 * far + turned)
        prior = self._cov + np.diag(gained)
        guess = join(self._offset, odom)
        x, y = _hits(lidar_m)
        if len(x) < 20:
            self._cov, self.quality = prior, 0.0
            self._bad += 1
            return
        start_m = LOOSE_M if self._bad else 2 * TIGHT_M
        pose, self.quality, gain = self._fit(x, y, guess, np.linalg.inv(prior), start_m)
        self._bad = self._bad + 1 if self.quality < LOST_BELOW else 0
        if self._bad:
            self._cov = prior
            return
        self._cov = np.linalg.inv(gain)
        self._offset = join(pose, inverse(odom))

    def _fit(
        self, x: Array, y: Array, guess: Array, prior: Array, kernel_m: float
    ) -> tuple[Array, float, Array]:
        """Gauss-Newton on the signed distance of the hits, with a robust (Geman-McClure) kernel.

        Returns the pose [3], the share of hits that agree, and the information matrix [3, 3].
        """
        pose, info = guess.copy(), prior
        for turn in range(ROUNDS):
            share = turn / (ROUNDS - 1)
            width = kernel_m * (TIGHT_M / kernel_m) ** min(1.0, 1.5 * share)
            yaw = float(pose[2])
            c, s = math.cos(yaw), math.sin(yaw)
            rx, ry = c * x - s * y, s * x + c * y
            far, gx, gy = self.field.at(pose[0] + rx, pose[1] + ry)
            weight = (1.0 + (far / width) ** 2) ** -2 / BEAM_SIGMA_M**2
            slopes = np.array((gx, gy, gy * rx - gx * ry))
            weighted = slopes * weight
            info = weighted @ slopes.T + prior
            off = pose - guess
            off[2] = wrap(float(off[2]))
            step = np.linalg.solve(info + DAMPING, -(weighted @ far) - prior @ off)
            pose = pose + np.minimum(np.maximum(step, -MOST_STEP), MOST_STEP)
            if share > 0.6 and np.abs(step).max() < 1e-4:
                break
        c, s = math.cos(pose[2]), math.sin(pose[2])
        far, _, _ = self.field.at(pose[0] + c * x - s * y, pose[1] + s * x + c * y)
        pose[2] = wrap(pose[2])
        return pose, float(np.mean(np.abs(far) < FITS_M)), info


def join(a: Array, b: Array) -> Array:
    """The pose (x, y, yaw) `b`, given in frame `a`, in the frame that `a` is given in."""
    c, s = math.cos(a[2]), math.sin(a[2])
    return np.array([a[0] + c * b[0] - s * b[1], a[1] + s * b[0] + c * b[1], wrap(a[2] + b[2])])


def inverse(a: Array) -> Array:
    """The pose that undoes `a`."""
    c, s = math.cos(a[2]), math.sin(a[2])
    return np.array([-c * a[0] - s * a[1], s * a[0] - c * a[1], -a[2]])


def _hits(lidar_m: NDArray[np.float32]) -> tuple[Array, Array]:
    """Where the beams of a scan end, x [n] and y [n] in the base frame."""
    with np.errstate(invalid="ignore"):
        good = np.isfinite(lidar_m) & (lidar_m > 0.05) & (lidar_m < MAX_RANGE_M)
    angles = beam_angles(len(lidar_m))[good]
    ranges = lidar_m[good].astype(float)
    return ranges * np.cos(angles), ranges * np.sin(angles)


def _candidates(field: Field, home: HomeMap, x: Array, y: Array) -> list[Array]:
    """The best poses on a coarse net over the free floor of the home, 10 degrees apart."""
    pick = np.linspace(0, len(x) - 1, min(len(x), 60)).astype(int)
    x, y = x[pick], y[pick]
    grid = home.occupancy
    step = max(1, round(0.15 / grid.resolution_m))
    cells = np.argwhere(grid.clearance_m >= 0.2)
    cells = cells[(cells[:, 0] % step == 0) & (cells[:, 1] % step == 0)]
    at = np.array([grid.point(int(i), int(j)) for i, j in cells]).reshape(-1, 2)
    found: list[tuple[float, Array]] = []
    for yaw in np.arange(0.0, math.tau, math.radians(10.0)):
        c, s = math.cos(yaw), math.sin(yaw)
        far = field.nearest(at[:, :1] + c * x - s * y, at[:, 1:] + s * x + c * y)
        score = np.mean(np.clip(np.abs(far), 0.0, 0.3), axis=1)
        for k in np.argsort(score)[:6]:
            found.append((float(score[k]), np.array([*at[k], yaw])))
    found.sort(key=lambda one: one[0])
    return [pose for _, pose in found[:40]]
