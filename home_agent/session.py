"""A stage and settings come in; an agent at work on it, recorded, filmed and heard, goes out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from home_agent.agent import Agent, Outcome
from home_agent.clock import wall_s
from home_agent.config import Config
from home_agent.errors import BadInput
from home_agent.filming import Caption, FilmCrew
from home_agent.home.store import Store
from home_agent.judging import task_of
from home_agent.language.as_json import to_json
from home_agent.picture import MapPicture
from home_agent.record import Recorder, new_run_folder, plain, write_picture
from home_agent.sim.world import World
from home_agent.stage import Stage, home_sentences, make_agent
from home_agent.story import tell
from home_agent.types import AudioChunk, Event, Pose2D, Utterance
from voice.audio import join, write_wav
from voice.stt import PocketSphinx
from voice.tts import Espeak

PATH_STEP_M = 0.05
CAPTION_LINES = 6


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command prints: the outcome as design.md's JSON object, and its exit code."""

    result: Mapping[str, Any]
    exit_code: int


class Session:
    """One agent at work on one stage, with its record, story and film.

    on_line: gets the seconds and the words of each line of the story. speak: gets every sentence
    the robot says. film: also write a film, which needs the world on the stage. memory: what
    earlier runs learnt of this home; closed at the end.
    """

    def __init__(
        self,
        stage: Stage,
        config: Config,
        words: str,
        film: bool = False,
        on_line: Callable[[float, str], None] | None = None,
        speak: Callable[[str], None] | None = None,
        memory: Store | None = None,
    ) -> None:
        self.stage = stage
        self._memory = memory
        self.folder = new_run_folder(config.runs_dir, words)
        self._recorder = Recorder(self.folder)
        self._on_line = on_line
        self._voice = Espeak(config.voice.voice, config.voice.rate_wpm)
        self._lines: list[str] = []
        self._path: list[tuple[float, float]] = []
        self.agent: Agent = make_agent(stage, config, self._emit, speak, memory)
        self._crew: FilmCrew | None = None
        if film and stage.world is not None:
            path = self.folder / "video.mp4"
            self._crew = FilmCrew(stage.spec, stage.home, path, self._caption)
            stage.world.watchers.append(self._crew)
        if stage.world is not None:
            stage.world.watchers.append(self._walk)

    def do(self, heard: Utterance | str) -> Ended:
        """Let the agent do what was said, and have the referee judge what came of it."""
        return self.end(self.agent.do(heard))

    def hear(self, sound: AudioChunk) -> Ended:
        """Do what is said in a sound; raises BadInput when no command is heard in it."""
        start_s = wall_s()
        ear = PocketSphinx(home_sentences(self.agent.skills, self.stage.home))
        heard = ear.hear(sound)
        took_ms = (wall_s() - start_s) * 1000
        if not heard.text:
            self.stage.close()
            self._recorder.close({"outcome": "failed", "reason": heard.why})
            raise BadInput(f"I could not make out a command. {heard.why}".strip())
        outcome = self.agent.do(heard)
        return self.end(replace(outcome, timings_ms={"hear": took_ms, **outcome.timings_ms}))

    def end(self, outcome: Outcome) -> Ended:
        """Close the record and the film; what was said becomes said.wav."""
        stage = self.stage
        task = task_of(outcome.goals, stage.spec, stage.home)
        judged = stage.referee.verdict(task) if stage.referee and task is not None else None
        self._trace()
        beliefs = self.agent.beliefs.all()
        drawn = MapPicture(stage.home).draw(self.agent.runner.pose, self._path, beliefs)
        write_picture(self.folder / "map.png", drawn)
        result = {
            "heard": outcome.heard,
            "goals": to_json(outcome.goals)["goals"],
            "question": plain(outcome.question),
            "plan": [
                {"verb": step.verb, "args": plain(step.args)}
                for plan in outcome.plans
                for step in plan.steps
            ],
            "outcome": outcome.outcome,
            "reason": outcome.reason,
            "said": list(outcome.said),
            "vetoes": list(outcome.vetoes),
            "timings_ms": {name: round(ms, 2) for name, ms in outcome.timings_ms.items()},
            "imagined": self.agent.imagined,
            "run": str(self.folder),
            "policy": stage.policy.name,
            "referee": asdict(judged) if judged is not None else None,
        }
        if outcome.said:
            spoken = join([self._voice.say(sentence) for sentence in outcome.said])
            write_wav(self.folder / "said.wav", spoken)
            result["said_wav"] = str(self.folder / "said.wav")
        self._recorder.close(result)
        if self._crew is not None:
            result["film"] = str(self._crew.close())
        if self._memory is not None:
            self._memory.close()
        stage.close()
        return Ended(result, outcome.exit_code)

    def _emit(self, event: Event) -> None:
        self._recorder(event)
        line = tell(event.name, event.data)
        if line:
            self._lines.append(line)
            if self._on_line is not None:
                self._on_line(event.t_s, line)

    def _walk(self, world: World) -> None:
        """A watcher of the world."""
        self._trace()

    def _trace(self) -> Pose2D:
        """Keep the way the robot believes it went."""
        pose = self.agent.runner.pose
        here = (pose.x_m, pose.y_m)
        if not self._path or math.dist(self._path[-1], here) > PATH_STEP_M:
            self._path.append(here)
        return pose

    def _caption(self) -> Caption:
        lines = (line.translate(PLAIN) for line in self._lines[-CAPTION_LINES:])
        pose = self._trace()
        beliefs = tuple(self.agent.beliefs.all())
        return Caption(tuple(lines), pose, tuple(self._path), beliefs)


PLAIN = str.maketrans({"“": '"', "”": '"', "▸": ">", "°": " ", "…": "..."})
