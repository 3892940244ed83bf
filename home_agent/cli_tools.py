"""Commands that move no robot: skills, map, why, doctor, config, bench."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from home_agent.bench.gate import measure as measure_gate
from home_agent.bench.page import as_page
from home_agent.bench.report import as_json, show
from home_agent.bench.run import BENCHES, run_bench
from home_agent.config import load_config
from home_agent.doctor import examine
from home_agent.home.graph import HomeMap
from home_agent.imagination.calibrate import read as read_limits
from home_agent.imagination.runtime import SHIPPED
from home_agent.picture import MapPicture
from home_agent.record import latest_run, write_picture
from home_agent.sim.home import find_home
from home_agent.skills_loader import check_file, load_skills, new_skill
from home_agent.stage import home_map
from home_agent.why import why as tell_why

console = Console()
skills_app = typer.Typer(help="The skills the robot has.", no_args_is_help=True)
map_app = typer.Typer(help="The map of a home.", no_args_is_help=True)
config_app = typer.Typer(help="The settings.", no_args_is_help=True)

Home = Annotated[str, typer.Option(help="A map's name, a folder, or seed:N.")]


@skills_app.command("list")
def skills_list() -> None:
    """Show every skill, how it is asked for and what it does."""
    loaded = load_skills(load_config())
    table = Table("skill", "say", "what it does")
    for name, skill in sorted(loaded.skills.items()):
        table.add_row(name, "\n".join(skill.phrases), skill.doc.splitlines()[0])
    console.print(table)
    for problem in loaded.problems:
        console.print(problem, style="yellow", markup=False)


@skills_app.command("new")
def skills_new(
    name: str, folder: Annotated[Path | None, typer.Option(help="Where; yours by default.")] = None
) -> None:
    """Write a small working skill to start from."""
    console.print(f"Wrote {new_skill(name, folder)}: edit it, then say it.", markup=False)


@skills_app.command("check")
def skills_check(files: Annotated[list[Path] | None, typer.Argument()] = None) -> None:
    """Try skills without a robot; all of them when no file is named."""
    loaded = load_skills(load_config())
    paths = files or [Path(source) for source in loaded.sources.values()]
    problems = [problem for path in paths for problem in check_file(path)]
    for problem in problems if files else [*loaded.problems, *problems]:
        console.print(problem, style="red", markup=False)
    if problems or (loaded.problems and not files):
        raise typer.Exit(1)
    console.print(f"{len(paths)} skill files are well.")


@map_app.command("show")
def map_show(home: Home = "apartment", out: Annotated[Path | None, typer.Option()] = None) -> None:
    """Print the rooms and places of a home; --out draws it into a picture."""
    found = home_map(find_home(home))
    _print_map(found)
    if out is not None:
        console.print(f"Drawn into {write_picture(out, MapPicture(found).draw())}.", markup=False)


@map_app.command("import")
def map_import(file: Path) -> None:
    """Check a map file (YAML) and show what is in it."""
    _print_map(HomeMap.load(file))


@map_app.command("edit")
def map_edit(file: Path) -> None:
    """Open a map file in your editor and check it afterwards."""
    HomeMap.load(file)
    typer.edit(filename=str(file)) if hasattr(typer, "edit") else typer.launch(str(file))
    _print_map(HomeMap.load(file))


def _print_map(home: HomeMap) -> None:
    for room in home.rooms.values():
        console.print(f"[bold]{room.name}[/bold]")
        for place in home.places_in(room.id):
            faces = ", ".join(f"{s.height_m:.2f} m" for s in place.surfaces)
            console.print(f"  {place.name}: {place.category}, surfaces at {faces or 'none'}")
    names = ", ".join(person.name for person in home.residents.values())
    console.print(f"People: {names or 'nobody known'}")


def why(run: Annotated[Path | None, typer.Argument()] = None) -> None:
    """Tell a run as a story: the latest, or the folder named."""
    folder = run or latest_run(load_config().runs_dir)
    console.print(str(folder), style="dim", markup=False)
    for line in tell_why(folder):
        console.print(line, markup=False, highlight=False)


def doctor(
    safety: Annotated[bool, typer.Option(help="Print imagination's thresholds too.")] = False,
) -> None:
    """Say what works here, what is missing and what to do about it."""
    if safety:
        console.print(thresholds())
    findings = examine()
    for finding in findings:
        mark = "[green]✓[/green]" if finding.ok else "[red]✗[/red]" if finding.needed else "○"
        console.print(f"{mark} {finding.part}: {finding.says}. {finding.fix}".rstrip())
    if any(finding.needed and not finding.ok for finding in findings):
        raise typer.Exit(1)


def thresholds() -> Table:
    """What imagination stops and slows for, and how sure that is."""
    limits = read_limits(SHIPPED / "limits.json")
    heads = (
        "harm",
        "within",
        "slow at",
        "stop at",
        "harms",
        "missed (95% bound)",
        "false slow/stop",
    )
    table = Table(*heads, title=f"Imagination · {limits.made}")
    for name, times in limits.harms.items():
        for within_s, one in times.items():
            missed = f"{one.slow_missed} ({one.slow_miss_high:.1%})"
            false = f"{one.false_slow:.1%} / {one.false_stop:.1%}"
            row = (f"{one.slow_at:.3f}", f"{one.stop_at:.3f}", str(one.positives), missed, false)
            table.add_row(name, f"{within_s} s", *row)
    table.add_row(
        "doubt", "1 s", f"{limits.doubt_slow:.3f}", f"{limits.doubt_stop:.3f}", "", "", ""
    )
    return table


@config_app.command("show")
def config_show() -> None:
    """Print the settings in force."""
    print(json.dumps(load_config().model_dump(mode="json"), indent=2))


def bench(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(BENCHES)}.")],
    policy: Annotated[
        str | None, typer.Option(help="Who is measured; the teacher, or a folder for serve.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The first home seed.")] = 100_000,
    episodes: Annotated[int, typer.Option(min=1)] = 20,
    processes: Annotated[int, typer.Option(min=1)] = 2,
    task: Annotated[
        list[str] | None, typer.Option(help="Of 'act': one of its tasks; all by default.")
    ] = None,
    split: Annotated[
        list[str] | None, typer.Option(help="Of 'fetch': new_homes (default), absent, garbage ...")
    ] = None,
    as_json_: Annotated[bool, typer.Option("--json")] = False,
    out: Annotated[Path | None, typer.Option(help="A folder to keep the result in.")] = None,
    page: Annotated[Path | None, typer.Option(help="An HTML page to write, with pictures.")] = None,
    data: Annotated[
        Path | None, typer.Option(help="Of 'gate': the folder of the public safety sets.")
    ] = None,
) -> None:
    """Measure the robot: seeds in, rates with 95% intervals out."""
    parts = (*(task or ()), *(split or ()))
    if name == "gate":
        report = measure_gate(data)
    else:
        report = run_bench(name, policy, seed, episodes, processes, parts)
    text = as_json(report)
    if page is not None:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(as_page(report), encoding="utf-8")
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        named = "-".join((name, *parts, Path(report.policy).name, str(seed), str(episodes)))
        (out / f"{named}.json").write_text(text + "\n")
    if as_json_:
        print(text)
    else:
        show(report, console)


def collect(
    tasks: Annotated[
        list[str] | None, typer.Argument(help="ground, search, drive, pick ...; all by default.")
    ] = None,
    seeds: Annotated[str, typer.Option(help="Training homes: A:B, or one.")] = "0:100",
    out: Annotated[Path, typer.Option(help="The folder of the data sets.")] = Path("runs/demos"),
    processes: Annotated[int, typer.Option(min=1)] = 2,
    looks: Annotated[int, typer.Option(min=1, help="Of each home, for grounding.")] = 12,
) -> None:
    """Let the teacher demonstrate: training seeds in, LeRobot data sets out; again to go on."""
    from home_agent.demos.collect import collect as run  # noqa: PLC0415 - heavy to load

    done = run(tasks or (), seeds, out, processes, looks, console)
    for card in done.cards:
        what = f"{card['episodes']} episodes, {card['frames']} frames, {card['looks']} looks"
        line = f"{out / card['name']}: {what}, {card['bytes'] / 2**20:.1f} MB, "
        console.print(line + f"sha256 {card['sha256'][:12]}", markup=False, highlight=False)
    for trouble in done.failed:
        console.print(trouble, style="yellow", markup=False)
    if done.failed:
        raise typer.Exit(1)
