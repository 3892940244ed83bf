"""A seed and a task come in; the teacher plays it, and the run is written down as a part."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from home_agent.clock import wall_s
from home_agent.demos.columns import FPS
from home_agent.demos.nodes import decision, names, nodes
from home_agent.demos.part import write_part
from home_agent.demos.recorder import Episode, Recorder
from home_agent.demos.scenes import NothingToDoError, Scene, make_scene
from home_agent.demos.stats import of_column, of_video
from home_agent.demos.trouble import Trouble
from home_agent.demos.video import Kind, write_video
from home_agent.sim.render import Eyes
from home_agent.sim.world import World
from home_agent.stage import Stage, make_agent, set_stage
from home_agent.types import Event, Ref

KINDS: tuple[Kind, Kind, Kind] = ("colour", "depth", "thermal")
LONGEST_S = {"search": 240.0, "drive": 180.0, "give": 180.0, "hot": 180.0}  # simulated
LONGEST_OTHER_S = 120.0
CALM = 0.4  # share of runs in which nothing goes wrong
MISHAPS: Mapping[str, tuple[str, ...]] = {
    "pick": ("noise", "miss", "move"),
    "hot": ("noise", "miss", "move", "drop"),
    "place": ("noise", "noise", "miss", "move", "drop"),
    "give": ("noise", "noise", "miss", "move", "drop"),
    "upright": ("noise", "noise", "miss", "move"),
}


def play(task: str, seed: int, folder: Path, pictures: bool = True) -> None:
    """Play `task` in the home of `seed` and write the part; an empty one where there is nothing."""
    begun_s = wall_s()
    try:
        scene = make_scene(task, seed)
    except NothingToDoError as error:
        said = {"outcome": "nothing to do", "reason": str(error), "episodes": [], "searches": []}
        write_part(folder, lambda _: {"task": task, "seed": seed, **said, "wall_s": 0.0})
        return
    run = _Run(task, seed, scene, pictures)
    ended = run.play()
    write_part(
        folder, lambda to: {**ended, **run.write(to), "wall_s": round(wall_s() - begun_s, 2)}
    )


class _Run:
    """One run: the stage, the recorder in it and what came of it."""

    def __init__(self, task: str, seed: int, scene: Scene, pictures: bool) -> None:
        self._task, self._seed, self._scene = task, seed, scene
        rng = random.Random(f"mishap {task} {seed}")
        kinds = MISHAPS.get(task, ("noise",))
        self._trouble = "none" if rng.random() < CALM else rng.choice(kinds)
        stage = set_stage(scene.spec, "teacher", seed)
        world, referee = stage.world, stage.referee
        assert world is not None
        assert referee is not None
        self._world: World = world
        self._referee = referee
        trouble = Trouble(self._trouble, world, np.random.default_rng([seed, len(task), 7]))
        longest_s = LONGEST_S.get(task, LONGEST_OTHER_S)
        eyes = Eyes(world.model) if pictures else None
        self._eyes = eyes
        self._recorder = Recorder(stage.policy, world, referee, eyes, trouble, longest_s)
        self._stage: Stage = replace(stage, policy=self._recorder)
        self._agent = make_agent(self._stage, emit=self._hear)
        self._recorder.body = lambda: self._agent.runner.body
        self._searches: list[dict[str, Any]] = []

    def play(self) -> dict[str, Any]:
        """Play it to its end; what became of it as plain values."""
        reason, outcome = "", "played"
        try:
            self._scene.play(self._agent)
        except Exception as error:  # a run that breaks is kept as such, and the next one starts
            reason, outcome = f"{type(error).__name__}: {error}", "crashed"
        self._recorder.end()
        judged = self._referee.verdict(self._scene.judge)
        success = judged.success and outcome == "played"
        if self._scene.steady:
            success = success and judged.spilled == 0
        if self._task == "search":
            success = outcome == "played" and self._found()
        if self._task == "close":  # what was never open is no success
            done = [one.aim.verb for one in self._recorder.episodes if one.success]
            success = success and "close" in done
        if self._eyes is not None:
            self._eyes.close()
        return {
            "task": self._task,
            "seed": self._seed,
            "said": self._scene.said,
            "mishap": self._trouble,
            "outcome": outcome,
            "reason": reason or judged.reason,
            "success": success,
            "judged": asdict(judged),
        }

    def _found(self) -> bool:
        """Does the robot believe a thing that was wanted where one truly is?"""
        for name in self._scene.wanted:
            true = self._world.thing_pose(name).position_m
            thing = self._world.scene.things[name]
            for one in self._agent.beliefs.all():
                near = float(np.linalg.norm(np.array(one.position_map_m) - true)) < 0.3
                if near and one.label == thing.kind and one.p_here > 0.5:
                    return True
        return False

    def _hear(self, event: Event) -> None:
        """Every decision of a search, with what was known when it was made."""
        recorder, things = self._recorder, self._scene.spec.things
        meant = [thing for thing in things if thing.id in self._scene.wanted]
        if event.name == "step_start":
            recorder.next_place = -1
            seeking = bool(meant) and event.data["verb"] in ("find", "pick")
            recorder.wanted = self._scene.wanted if seeking else ()
        if event.name != "search" or not meant:
            return
        agent, chosen = self._agent, str(event.data["place"])
        recorder.next_place = names(self._stage.home).index(chosen)
        words = f"{meant[0].colour} {meant[0].kind}"
        what = Ref("thing", words, meant[0].kind, {"colour": meant[0].colour})
        true = [thing.on[0] if thing.on else thing.room for thing in meant]
        self._searches.append(
            decision(agent.beliefs, agent.runner.pose, what, chosen, true, event.t_s)
        )

    def write(self, to: Path) -> dict[str, Any]:
        """Write every episode's columns and videos; what there is as plain values."""
        told = [self._write(to, n, one) for n, one in enumerate(self._recorder.episodes)]
        searches = [{"run": f"{self._seed:05d}-{self._task}", **one} for one in self._searches]
        found = nodes(self._stage.home, self._seed)
        return {"episodes": told, "searches": searches, "nodes": found}

    def _write(self, to: Path, number: int, one: Episode) -> dict[str, Any]:
        columns: dict[str, Any] = {
            name: np.stack([row[name] for row in one.rows]) for name in one.rows[0]
        }
        np.savez_compressed(to / f"{number:02d}.npz", **columns)
        spread = {name: of_column(values) for name, values in columns.items()}
        for camera in one.table.cameras:
            for kind, key in enumerate(camera.keys):
                pictures = [look[kind] for look in one.looks[camera.name]]
                write_video(to / f"{number:02d}.{key}.mp4", KINDS[kind], pictures, FPS)
                spread[key] = of_video(KINDS[kind], pictures)
        told = json.dumps(spread)
        (to / f"{number:02d}.stats.json").write_text(told, encoding="utf-8")
        return {
            "number": number,
            "table": one.table.name,
            "verb": one.aim.verb,
            "words": one.task,
            "length": len(one.rows),
            "begun_s": round(one.begun_s, 2),
            "ended": one.ended or "broken off",
            "success": one.success,
            "mishap": one.mishap,
            "route": [[p.x_m, p.y_m, p.yaw_rad] for p in one.aim.route],
            "thing": one.what.owner or one.what.held,
        }
