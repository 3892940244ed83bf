"""Words on the command line come in; the robot does them, and an exit code goes out.

0 succeeded, 1 failed, 2 bad usage, 3 refused, 4 asked, 5 stopped.
"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from home_agent.cli_imagine import imagine_app
from home_agent.cli_serve import serve_policy
from home_agent.cli_tools import (
    bench,
    collect,
    config_app,
    doctor,
    map_app,
    skills_app,
    why,
)
from home_agent.cli_train import train_app
from home_agent.cli_words import parse, plan
from home_agent.config import data_dir, load_config
from home_agent.errors import HomeAgentError
from voice.audio import read_wav

if TYPE_CHECKING:
    from home_agent.session import Session

console = Console(highlight=False)
app = typer.Typer(
    help="Say it, and a robot at home does it.", no_args_is_help=True, add_completion=False
)
app.add_typer(skills_app, name="skills")
app.add_typer(map_app, name="map")
app.add_typer(config_app, name="config")
train_app.add_typer(imagine_app)
app.add_typer(train_app, name="train")
for command in (parse, plan, why, doctor, bench, collect, serve_policy):
    app.command()(command)


class Speed(StrEnum):
    """How fast simulated time goes."""

    realtime = "realtime"
    max = "max"


Home = Annotated[str | None, typer.Option(help="A map's name, a folder, or seed:N.")]
Policy = Annotated[str | None, typer.Option(help="Who drives: teacher, planner or nano.")]
Pace = Annotated[Speed, typer.Option(help="As in real life, or as fast as it goes.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, nothing else.")]
Film = Annotated[bool, typer.Option("--film", help="Also write a film of the run.")]


@app.command()
def say(
    text: Annotated[str, typer.Argument(help="What you would say to the robot.")],
    home: Home = None,
    policy: Policy = None,
    speed: Pace = Speed.max,
    film: Film = False,
    as_json: Json = False,
) -> None:
    """Tell the robot something, in typed words."""
    _finish(_session(text, home, policy, speed, film, as_json).do(text), as_json)


@app.command()
def hear(
    file: Annotated[Path, typer.Argument(help="A WAV file of somebody speaking.")],
    home: Home = None,
    policy: Policy = None,
    speed: Pace = Speed.max,
    film: Film = False,
    as_json: Json = False,
) -> None:
    """Tell the robot something, spoken, from a WAV file; it answers with sound."""
    sound = read_wav(file)
    session = _session(f"heard {file.stem}", home, policy, speed, film, as_json)
    _finish(session.hear(sound), as_json)


@app.command()
def talk(
    home: Home = None,
    policy: Policy = None,
    microphone: Annotated[bool, typer.Option(help="Listen; typed lines always work.")] = True,
) -> None:
    """Talk to the robot, spoken or typed, in real time; "stop" always works."""
    from home_agent.talking import talk_with  # noqa: PLC0415 - a robot is heavy to load

    config = load_config()
    talk_with(home or config.home, policy or config.policy, config, microphone, _teller(False))


@app.command()
def demo(
    policy: Policy = None,
    film: Annotated[bool, typer.Option(help="Write a film of the run.")] = True,
    as_json: Json = False,
) -> None:
    """Show the main job, start to end: a spoken sentence, and a hot mug beside Anna."""
    sound = read_wav(data_dir("maps") / "apartment" / "bring_me_the_red_mug.wav")
    session = _session("demo", "apartment", policy, Speed.max, film, as_json, remembers=False)
    _finish(session.hear(sound), as_json)


def _session(
    words: str,
    home: str | None,
    policy: str | None,
    speed: Speed,
    film: bool,
    quiet: bool,
    remembers: bool = True,
) -> Session:
    """An agent in a home; in real time robot and guard are processes of their own.

    remembers: it knows what earlier runs learnt of this home, if the settings allow it.
    """
    from home_agent.session import Session  # noqa: PLC0415 - a robot is heavy to load
    from home_agent.sim.home import find_home  # noqa: PLC0415
    from home_agent.stage import home_map, open_memory, set_stage  # noqa: PLC0415

    config = load_config()
    name = home or config.home
    spec, driver = find_home(name), policy or config.policy
    memory = open_memory(name, home_map(spec), config) if remembers else None
    if speed == Speed.realtime and not film:
        from home_agent.live import go_live  # noqa: PLC0415

        stage = go_live(name, spec, driver, config.safety.max_speed_mps)
    else:
        pace = 1.0 if speed == Speed.realtime else 0.0
        stage = set_stage(spec, driver, pace=pace, max_speed_mps=config.safety.max_speed_mps)
    return Session(stage, config, words, film, _teller(quiet), memory=memory)


def _teller(quiet: bool) -> Any:
    """What prints the story as it happens."""
    if quiet:
        return None

    def line(t_s: float, text: str) -> None:
        console.print(f"[dim]{t_s:6.1f} s[/dim]  ", end="")
        console.print(text, markup=False)

    return line


def _finish(ended: Any, as_json: bool) -> None:
    """Print the end of a run and leave with its exit code."""
    result = ended.result
    if as_json:
        print(json.dumps(result, ensure_ascii=False))
        raise typer.Exit(ended.exit_code)
    colour = "green" if result["outcome"] == "succeeded" else "yellow"
    reason = f": {result['reason']}" if result["reason"] else "."
    console.print(f"[bold {colour}]{result['outcome'].capitalize()}[/bold {colour}]{reason}")
    stages = ", ".join(f"{name} {ms:.0f} ms" for name, ms in result["timings_ms"].items())
    console.print(f"Computing: {stages}. Policy: {result['policy']}.")
    if judged := result["referee"]:
        console.print(
            f"Referee: {'success' if judged['success'] else 'no success'} ({judged['reason']}); "
            f"{judged['contacts']} contacts, {judged['toy_contacts']} with toys, "
            f"{judged['hot_contacts']} hot hand-overs, {judged['dropped']} drops; "
            f"{judged['path_m']:.1f} m in {judged['sim_time_s']:.0f} s."
        )
    for name in ("film", "said_wav"):
        if result.get(name):
            console.print(f"{name.replace('_', ' ').capitalize()}: {result[name]}", markup=False)
    console.print(f"Map: {result['run']}/map.png", markup=False)
    raise typer.Exit(ended.exit_code)


def main() -> None:
    """Run a command; every error is one sentence on stderr and a documented exit code."""
    try:
        app()
    except HomeAgentError as error:
        print(f"home-agent: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        print("home-agent: stopped by you.", file=sys.stderr)
        sys.exit(5)
    except BrokenPipeError:
        sys.exit(1)
