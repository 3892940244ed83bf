"""The simulated world comes in, ten times a simulated second; a film of the run goes out.

The film crew works in a process of its own, on a copy of the home, so that the robot need not
wait for its pictures. It shows the truth to people and tells the robot nothing.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from home_agent.errors import HomeAgentError
from home_agent.film import FPS, Film, compose, thermal_picture
from home_agent.home.graph import HomeMap
from home_agent.picture import MapPicture
from home_agent.sim.spec import HomeSpec
from home_agent.types import ObjectBelief, Pose2D

if TYPE_CHECKING:
    from home_agent.sim.world import World

BACKLOG = 400  # shots that may wait for the developer


@dataclass(frozen=True, slots=True)
class Caption:
    """What is written and drawn beside the scene: the robot's own view of things."""

    lines: tuple[str, ...] = ()
    pose: Pose2D | None = None
    path: tuple[tuple[float, float], ...] = ()
    beliefs: tuple[ObjectBelief, ...] = ()


@dataclass(frozen=True, slots=True)
class Shot:
    """One moment of the simulation: MuJoCo's time, qpos and mocap poses, and its caption."""

    t_s: float
    qpos: NDArray[np.float64]
    mocap_pos: NDArray[np.float64]
    mocap_quat: NDArray[np.float64]
    caption: Caption


class FilmCrew:
    """Watch a world and write `path`; `close` waits for the last frame.

    Raises HomeAgentError from `close` when there is no OpenGL to draw with.
    """

    def __init__(self, spec: HomeSpec, home: HomeMap, path: Path, caption: Callable[[], Caption]):
        context = multiprocessing.get_context("spawn")
        self.path = path
        self._caption = caption
        self._next_s = 0.0
        self._shots: Any = context.Queue(BACKLOG)
        self._news: Any = context.Queue()
        self._crew = context.Process(
            target=_develop, args=(spec, home, path, self._shots, self._news), daemon=True
        )
        self._crew.start()

    def __call__(self, world: World) -> None:
        """A watcher of the world: shoot when the next frame is due."""
        if world.time_s < self._next_s or not self._crew.is_alive():
            return
        self._next_s += 1.0 / FPS
        data = world.data
        shot = Shot(
            world.time_s,
            data.qpos.copy(),
            data.mocap_pos.copy(),
            data.mocap_quat.copy(),
            self._caption(),
        )
        self._shots.put(shot)

    def close(self) -> Path:
        """End the film and return its path."""
        if self._crew.is_alive():
            self._shots.put(None)
        news = self._news.get()
        self._crew.join()
        if news:
            raise HomeAgentError(news)
        return self.path


def _develop(spec: HomeSpec, home: HomeMap, path: Path, shots: Any, news: Any) -> None:
    """The crew's own process: put each shot into a copy of the world and draw it."""
    import mujoco  # noqa: PLC0415 - only this process draws

    from home_agent.sim.render import Eyes, FilmCamera  # noqa: PLC0415
    from home_agent.sim.world import World  # noqa: PLC0415

    try:
        world = World(spec)
        camera, eyes = FilmCamera(world), Eyes(world.model)
        plan = MapPicture(home, 480, 270)
        film = Film(path)
        heat: NDArray[np.uint8] | None = None
        while (shot := shots.get()) is not None:
            data = world.data
            data.time, data.qpos[:] = shot.t_s, shot.qpos
            data.mocap_pos[:], data.mocap_quat[:] = shot.mocap_pos, shot.mocap_quat
            mujoco.mj_forward(world.model, data)
            if film.frames % 2 == 0:
                warm = world.observe(("head",)).cameras["head"].thermal_c
                heat = thermal_picture(warm) if warm is not None else None
            note = shot.caption
            drawn = plan.draw(note.pose, note.path, note.beliefs)
            scene = camera.frame()
            film.add(compose(scene, eyes.see(data, "head"), heat, drawn, list(note.lines)))
        film.close()
        news.put("")
    except HomeAgentError as error:
        news.put(str(error))
