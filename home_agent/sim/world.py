"""A home's spec comes in; a robot in that home, stepped by physics, goes out (ports.Robot).

Everything but `observe` and `open_channel` is simulator truth, for the teacher, the referee and
the benchmarks only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import mujoco
import numpy as np
from numpy.typing import NDArray

from home_agent.errors import BadInput, Refused, no_such
from home_agent.home.floor_grid import FloorGrid
from home_agent.home.graph import HomeMap
from home_agent.ports import CommandChannel
from home_agent.sim.body import BASE_RADIUS_M, CAMERAS, add_robot
from home_agent.sim.channel import SimChannel
from home_agent.sim.contacts import Feelers, Touches
from home_agent.sim.figure import Figure, discs_of
from home_agent.sim.grid import mark_geoms
from home_agent.sim.handover import Handover
from home_agent.sim.heat import Heat
from home_agent.sim.home import to_map
from home_agent.sim.mjcf import build
from home_agent.sim.motors import Motors
from home_agent.sim.people import People, RobotShape
from home_agent.sim.proprioception import Proprioception
from home_agent.sim.render import Eyes
from home_agent.sim.scene import PLACE, THING, WALLS, Pose, Scene
from home_agent.sim.sensors import Lidar, Odometry, RayCamera
from home_agent.sim.spec import HomeSpec
from home_agent.types import CameraFrame, Command, Observation, Pose2D

CONTROL_DT_S = 0.05
LIDAR_DT_S = 0.1
FLOOR_CAMERA_DT_S = 0.1
PART_RADIUS_M = 0.06
MOVING_MPS, MOVING_RADPS = 0.15, 0.3
ARM_OUT_M = 0.38  # the tool farther than this from the base's axis


class World:
    """Simulate one home with the robot, its people and its things.

    model, data: MuJoCo's; scene: who owns what; watchers are called after every control period of
    0.05 s; touches, shape: what was touched in the last one, how the robot then was. With `gl` the
    cameras asked for have colour, which needs a graphics library; depth, thermal and lidar do not.
    """

    def __init__(self, spec: HomeSpec, seed: int = 0, gl: bool = False) -> None:
        self.spec = spec
        self.home_map: HomeMap = to_map(spec)
        model_spec = build(spec)
        add_robot(model_spec, spec.start)
        self.model = model_spec.compile()
        self._sub = int(np.ceil(CONTROL_DT_S / self.model.opt.timestep - 1e-9))
        self.model.opt.timestep = CONTROL_DT_S / self._sub
        # Things at rest sleep: five times faster, and they wake when anything touches them.
        self.model.opt.enableflags |= int(mujoco.mjtEnableBit.mjENBL_SLEEP)
        self.data = mujoco.MjData(self.model)
        mujoco.mj_forward(self.model, self.data)
        self.scene = Scene(self.model, spec)
        make = np.random.SeedSequence(seed).spawn(5)
        rng, legs, wheels, eyes, beams = (np.random.default_rng(s) for s in make)
        self._senses = Proprioception(self.model, self.scene, rng)
        self._noise = rng
        self._lidar = Lidar(self.scene, beams)
        self._cameras = {name: RayCamera(self.model, name, eyes) for name in CAMERAS}
        self._odometry = Odometry(self.base_pose(), wheels)
        self.heat = Heat(self.model, self.scene)
        self.people = People(spec.people, self._figures(), self.floor_grid(things=True), legs)
        self.handover = Handover(self.model, self.scene, self.people)
        self._feelers = Feelers(self.model, self.scene)
        self._motors = Motors(self.model, self.data, self.scene)
        mujoco.mj_forward(self.model, self.data)
        self._eyes = Eyes(self.model) if gl else None
        self.touches = Touches()
        self.shape: RobotShape | None = None
        self.watchers: list[Callable[[World], None]] = []
        self._steps, self._owed_s, self._still_s, self._sensing = 0, 0.0, 0.0, True
        self._parts = np.flatnonzero(self.scene.is_robot)
        self._channel: SimChannel | None = None
        self._scan: tuple[float, NDArray[np.float32]] | None = None
        self._frames: dict[str, CameraFrame] = {}
        self._mocap = {
            name: int(self.model.body_mocapid[self.scene.body[name]]) for name in self.people.all
        }

    @property
    def name(self) -> str:
        """What kind of robot this is."""
        return "sim"

    @property
    def camera_names(self) -> tuple[str, ...]:
        """The cameras `observe` knows."""
        return tuple(CAMERAS)

    @property
    def time_s(self) -> float:
        """Simulated seconds since the start."""
        return float(self.data.time)

    def open_channel(self) -> CommandChannel:
        """The way to the motors, once; raises `Refused` the second time."""
        if self._channel is not None:
            raise Refused("The robot's motors already have a master: use that guard.")
        accept = self._motors.accept
        self._channel = SimChannel(lambda c: accept(c, self.data), self._motors.halt)
        return self._channel

    @property
    def command(self) -> Command | None:
        """What the motors were told last."""
        return self._motors.last

    def close(self) -> None:
        """Let go of graphics; the world cannot be rendered afterwards."""
        if self._eyes is not None:
            self._eyes.close()

    # --- time ---------------------------------------------------------------------------------

    def step(self, dt_s: float = CONTROL_DT_S) -> None:
        """Let `dt_s` of simulated time pass under the last command."""
        self._owed_s += dt_s
        tick = self.model.opt.timestep
        while self._owed_s > tick / 2:
            self._owed_s -= tick
            self._substep()

    def hear(self, sentence: str) -> None:
        """What the robot says aloud reaches the people near it."""
        self.people.hear(sentence, self.data.xpos[self.scene.base_body, :2])

    def _substep(self) -> None:
        model, data, tick = self.model, self.data, self.model.opt.timestep
        self._steps += 1
        last = self._steps % self._sub == 0
        for name, walk in self.people.walking.items():
            if walk[0] or walk[1]:
                data.mocap_pos[self._mocap[name], :2] += walk * tick
        self._motors.drive(data)
        if self.handover.taken:
            self.handover.carry(data, tick)
        if last != self._sensing:  # what is measured in between nobody reads
            model.opt.disableflags ^= int(mujoco.mjtDisableBit.mjDSBL_SENSOR)
            self._sensing = last
        mujoco.mj_step(model, data)
        self._feelers.feel(data, self.people.walking)
        if last:
            self._period()

    def _period(self) -> None:
        """What happens once a control period, after its last sub-step."""
        self.touches = self._feelers.take()
        self._odometry.roll(self.base_pose(), CONTROL_DT_S)
        self._motors.drain(self.data, CONTROL_DT_S)
        self.handover.step(self.data, self.touches.held, CONTROL_DT_S)
        still = bool(np.abs(self.data.qvel[self.scene.base_v]).max() < 0.03)
        self._still_s = self._still_s + CONTROL_DT_S if still else 0.0
        self.shape = self.robot_shape()
        self.people.step(self.shape, CONTROL_DT_S)
        for name, person in self.people.all.items():
            mocap = self._mocap[name]
            self.data.mocap_pos[mocap, :2] = person.xy
            half = person.yaw / 2
            self.data.mocap_quat[mocap] = (np.cos(half), 0.0, 0.0, np.sin(half))
        for watch in self.watchers:
            watch(self)

    def robot_shape(self) -> RobotShape:
        """The robot as people see it."""
        data, scene = self.data, self.scene
        base = data.xpos[scene.base_body, :2]
        tool = data.site_xpos[scene.tool_site, :2]
        parts = np.empty((len(self._parts) + 2, 2))
        parts[0], parts[1], parts[2:] = base, tool, data.geom_xpos[self._parts, :2]
        radius = np.full(len(parts), PART_RADIUS_M)
        radius[0] = BASE_RADIUS_M
        now = self.base_pose()
        brings = bool(self.touches.held - self.handover.taken.keys())
        out = bool(np.hypot(*(tool - base)) > ARM_OUT_M)
        return RobotShape(parts, radius, now.yaw_rad, brings, out, self._still_s)

    def _figures(self) -> dict[str, Figure]:
        """Everybody's shape seen from above."""
        found = {}
        for name in self.scene.people:
            geoms = self.scene.geoms_of(name)
            solid = geoms[self.model.geom_contype[geoms] > 0]
            turn = np.zeros(9)
            discs = []
            for geom in solid.tolist():
                mujoco.mju_quat2Mat(turn, self.model.geom_quat[geom])
                half = turn.reshape(3, 3) * self.model.geom_aabb[geom, 3:]
                discs.append(discs_of(self.model.geom_pos[geom][:2], half[:2]))
            hand = self.model.site_pos[self.model.site(f"{name}/hand").id]
            shape = np.concatenate(discs)
            reach = float((np.hypot(shape[:, 0], shape[:, 1]) + shape[:, 2]).max())
            found[name] = Figure(shape, np.array(hand), reach)
        return found

    def floor_grid(self, things: bool = False) -> FloorGrid:
        """The floor with walls and furniture (and `things`) on it, as they are now."""
        grid = FloorGrid(room.rect for room in self.spec.rooms)
        still = np.isin(self.scene.geom_kind, (WALLS, PLACE, THING) if things else (WALLS, PLACE))
        still[list(self.scene.floor_geoms)] = False
        mark_geoms(grid, self.model, self.data, np.flatnonzero(still))
        grid.measure()
        return grid

    # --- sensing ------------------------------------------------------------------------------

    def observe(self, cameras: Sequence[str] = (), colour: bool = True) -> Observation:
        """Read all sensors, and the cameras named; raises `BadInput` for an unknown camera."""
        for camera in cameras:
            if camera not in self._cameras:
                raise BadInput(no_such("camera", camera, self._cameras))
        data = self.data
        if self._scan is None or data.time - self._scan[0] > LIDAR_DT_S - 1e-6:
            self._scan = (float(data.time), self._lidar.scan(self.model, data))
        arm, torque = self._senses.arm(data)
        return Observation(
            t_s=float(data.time),
            base=self._odometry.pose,
            base_velocity=self._odometry.velocity.copy(),
            lidar_m=self._scan[1],
            lidar_t_s=self._scan[0],
            arm=arm,
            arm_torque=torque,
            head=self._senses.head(data),
            grip=self._senses.grip(data, self.touches.grip_n),
            wrench=self._senses.wrench(data),
            imu=self._senses.imu(data),
            battery=self._motors.battery,
            bumper=self._bumped(),
            cameras={camera: self._frame(camera, colour) for camera in cameras},
        )

    def _frame(self, camera: str, colour: bool) -> CameraFrame:
        frame = self._frames.get(camera)
        period = FLOOR_CAMERA_DT_S if camera == "floor" else 1e-3
        if frame is None or self.data.time - frame.t_s > period - 1e-6:
            heat, moving = None if camera == "floor" else self.heat, self._moving()
            frame = self._cameras[camera].look(self.model, self.data, self.scene, heat, moving)
        if colour and frame.rgb is None and self._eyes is not None and camera != "floor":
            frame = replace(frame, rgb=self._eyes.see(self.data, camera))
        self._frames[camera] = frame
        return frame

    def _moving(self) -> bool:
        speed = np.abs(self.data.qvel[self.scene.base_v])
        return bool(speed[:2].max() > MOVING_MPS or speed[2] > MOVING_RADPS)

    def _bumped(self) -> bool:
        base = self.scene.base_body
        return any(self.model.geom_bodyid[touch.geom] == base for touch in self.touches.robot)

    # --- truth --------------------------------------------------------------------------------

    def base_pose(self) -> Pose2D:
        """Where the robot truly is, map frame."""
        x, y, yaw = self.data.qpos[self.scene.base_q].tolist()
        return Pose2D(x, y, (yaw + math.pi) % math.tau - math.pi)

    def thing_pose(self, thing: str) -> Pose:
        """Where `thing` truly is: its origin (the middle of its underside) and rotation."""
        self.scene.thing(thing)
        body = self.scene.body[thing]
        return Pose(self.data.xpos[body].copy(), self.data.xmat[body].reshape(3, 3).copy())

    def temperature_c(self, thing: str) -> float:
        """How warm `thing` truly is, degrees Celsius."""
        return self.heat.true_c(thing, self.time_s)

    def opening(self, place: str, surface: str) -> float:
        """How far the door or drawer of `place` at `surface` is open, 0..1 of its range."""
        self.scene.place(place)
        joint = mujoco.mj_name2id(self.model, mujoco.mjtObj.mjOBJ_JOINT, f"{place}/{surface}")
        if joint < 0:
            raise BadInput(f"The {place} has nothing at '{surface}' that opens.")
        low, high = self.model.jnt_range[joint]
        return float((self.data.qpos[self.model.jnt_qposadr[joint]] - low) / (high - low))

    def slid_m(self, place: str, surface: str) -> float:
        """How far the drawer at `surface` is pulled out, m; 0 where nothing slides."""
        joint = mujoco.mj_name2id(self.model, mujoco.mjtObj.mjOBJ_JOINT, f"{place}/{surface}")
        if joint < 0 or self.model.jnt_type[joint] != mujoco.mjtJoint.mjJNT_SLIDE:
            return 0.0
        return float(self.data.qpos[self.model.jnt_qposadr[joint]])

    def visible_geoms(self, camera: str) -> NDArray[np.int32]:
        """The geom seen through each pixel of `camera`'s reduced grid, int32 [h, w], -1 none."""
        return self._cameras[camera].geoms(self.model, self.data, self._moving())
