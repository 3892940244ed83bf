"""A home's name and settings come in; an agent on its stage, recorded and filmed, goes out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from home_agent.agent import Agent, Outcome
from home_agent.clock import wall_s
from home_agent.config import Config, load_config
from home_agent.errors import BadInput
from home_agent.film import FPS
from home_agent.filming import Caption, FilmCrew
from home_agent.home.belief import Beliefs
from home_agent.judging import task_of
from home_agent.language.phrases import sample
from home_agent.language.understand import to_json
from home_agent.picture import MapPicture
from home_agent.record import Recorder, new_run_folder, plain, write_picture
from home_agent.sim.tasks import Task
from home_agent.stage import Stage, find_home, make_agent, set_stage
from home_agent.story import tell
from home_agent.types import Event, Pose2D, Utterance
from voice.audio import read_wav
from voice.stt import PocketSphinx

PATH_STEP_M = 0.05
CAPTION_LINES = 6
SENTENCES = 20_000


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command prints: the outcome as design.md's JSON object, and its exit code."""

    result: Mapping[str, Any]
    exit_code: int


class Session:
    """One agent at work on one stage, with its record, story and film."""

    def __init__(
        self,
        stage: Stage,
        config: Config,
        words: str,
        film: bool = False,
        on_line: Callable[[float, str], None] | None = None,
    ) -> None:
        self.stage = stage
        self.folder = new_run_folder(config.runs_dir, words)
        self._recorder = Recorder(self.folder)
        self._on_line = on_line
        self._lines: list[str] = []
        self._path: list[tuple[float, float]] = []
        self.agent: Agent = make_agent(stage, config, emit=self._emit)
        self.beliefs: Beliefs = self.agent.beliefs
        self._crew: FilmCrew | None = None
        if film:
            path = self.folder / "video.mp4"
            self._crew = FilmCrew(stage.spec, stage.home, path, self._caption)
            stage.world.watchers.append(self._crew)

    def do(self, heard: Utterance | str) -> Ended:
        """Let the agent do what was said, and have the referee judge what came of it."""
        outcome = self.agent.do(heard)
        task = task_of(outcome.goals, self.stage.spec, self.stage.home)
        return self._end(outcome, task)

    def hear(self, file: Path) -> Ended:
        """Do what is said in a WAV file, and answer in a WAV file in the run's folder.

        Raises BadInput when the file is no sound.
        """
        start_s = wall_s()
        audio = read_wav(file)
        ear = self._ear()
        heard = ear.hear(audio)
        if not heard.text:
            raise BadInput(f"I could not make out what is said in {file}: {ear.why}")
        outcome = self.agent.do(heard)
        took_ms = {"hear": (wall_s() - start_s) * 1000 - sum(outcome.timings_ms.values())}
        outcome = replace(outcome, timings_ms={**took_ms, **outcome.timings_ms})
        return self._end(outcome, task_of(outcome.goals, self.stage.spec, self.stage.home))

    def _ear(self) -> PocketSphinx:
        return PocketSphinx(sample(self.agent.skills, self.stage.home, SENTENCES, seed=0))

    def _end(self, outcome: Outcome, task: Task | None) -> Ended:
        judged = self.stage.referee.verdict(task) if task is not None else None
        drawn = MapPicture(self.stage.home).draw(self._pose(), self._path, self.beliefs.all())
        write_picture(self.folder / "map.png", drawn)
        result = {
            "heard": outcome.heard,
            "goals": to_json(list(outcome.goals))["goals"],
            "plan": [
                {"verb": s.verb, "args": plain(s.args)} for p in outcome.plans for s in p.steps
            ],
            "outcome": outcome.outcome,
            "reason": outcome.reason,
            "said": list(outcome.said),
            "vetoes": list(outcome.vetoes),
            "timings_ms": {k: round(v, 2) for k, v in outcome.timings_ms.items()},
            "run": str(self.folder),
            "policy": self.stage.policy.name,
            "referee": asdict(judged) if judged is not None else None,
        }
        self._recorder.close(result)
        if self._crew is not None:
            result["film"] = str(self._crew.close())
        return Ended(result, outcome.exit_code)

    def _emit(self, event: Event) -> None:
        self._recorder(event)
        line = tell(event.name, event.data)
        if line:
            self._lines.append(line.replace("“", '"').replace("”", '"').replace("▸", ">"))
            if self._on_line is not None:
                self._on_line(event.t_s, line)

    def _pose(self) -> Pose2D | None:
        pose: Pose2D | None = self.agent.runner.pose
        if pose is not None:
            here = (pose.x_m, pose.y_m)
            if not self._path or math.dist(self._path[-1], here) > PATH_STEP_M:
                self._path.append(here)
        return pose

    def _caption(self) -> Caption:
        return Caption(
            lines=tuple(self._lines[-CAPTION_LINES:]),
            pose=self._pose(),
            path=tuple(self._path),
            beliefs=tuple(self.beliefs.all()),
        )


def open_session(
    words: str,
    home: str | None,
    policy: str | None,
    realtime: bool,
    film: bool,
    on_line: Callable[[float, str], None] | None,
) -> Session:
    """A session as the command line asks for it; raises BadInput for names that are not there."""
    config = load_config()
    stage = set_stage(
        find_home(home or config.home), policy or config.policy, pace=1.0 if realtime else 0.0
    )
    return Session(stage, config, words, film, on_line)
