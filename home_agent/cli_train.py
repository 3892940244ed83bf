"""Words after `home-agent train` come in; looks are rendered, networks trained and exported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from home_agent.errors import BadInput, HomeAgentError, no_such
from home_agent.train.recipe import Recipe

console = Console(highlight=False)
train_app = typer.Typer(help="Teach the robot's networks.", no_args_is_help=True)
_MISSING = "Training needs PyTorch: pip install 'home-agent[train]' ({})."
Out = Annotated[Path, typer.Option(help="Folder of the run; an existing run goes on.")]
Shards = Annotated[Path, typer.Option(help="Folder of rendered looks.")]


def tell(line: str) -> None:
    """Print a line as it is."""
    console.print(line, markup=False)


@train_app.command("looks")
def looks(
    out: Shards = Path("data/looks"),
    seeds: Annotated[str, typer.Option(help="Training seeds FROM:TO.")] = "0:400",
    homes: Annotated[int, typer.Option(help="Homes a file.")] = 4,
) -> None:
    """Render looks into training homes; files that are there already are kept."""
    from home_agent.train.shards import write  # noqa: PLC0415 - a simulator is heavy to load

    wanted = _range(seeds)
    total = 0
    for seed in wanted[::homes]:
        group = range(seed, min(seed + homes, wanted.stop))
        total += write(out / f"{seed:06d}.npz", group)
        tell(f"seeds up to {group[-1]}: {total} looks in {out}")


@train_app.command("demos")
def demos(
    out: Annotated[Path, typer.Option(help="Folder of rows to learn acting from.")] = Path(
        "data/demos"
    ),
    seeds: Annotated[str, typer.Option(help="Training seeds FROM:TO.")] = "0:100",
    student: Annotated[
        Path | None, typer.Option(help="An exported network that drives first (DAgger).")
    ] = None,
) -> None:
    """Let the planner do tasks and keep what to learn from it."""
    from home_agent.demos.at_work import record  # noqa: PLC0415
    from home_agent.sim.kinematics import ArmKinematics  # noqa: PLC0415
    from home_agent.vla.config import variant  # noqa: PLC0415
    from home_agent.vla.policy import load_policy  # noqa: PLC0415

    total = 0
    driver = None if student is None else load_policy(student, ArmKinematics())
    for seed in _range(seeds):
        _, count = record(out, seed, variant("nano"), driver)
        total += count
        tell(f"seed {seed}: {count} states, {total} in all")


def _range(seeds: str) -> range:
    first, _, last = seeds.partition(":")
    if not (first.isdigit() and last.isdigit()):
        raise BadInput(f"'{seeds}' is no range of seeds: write FROM:TO, such as 0:400.")
    return range(int(first), int(last))


@train_app.command("vla")
def vla(
    out: Out = Path("data/nano"),
    looks: Shards = Path("data/looks"),
    demos: Annotated[Path | None, typer.Option(help="Folder of demonstrations, to act.")] = None,
    variant: str = "nano",
    weights: Annotated[Path | None, typer.Option(help="Folder of a Qwen2.5-VL.")] = None,
    begin: Annotated[Path | None, typer.Option(help="Folder of a run to go on from.")] = None,
    rate: Annotated[float, typer.Option(help="Of learning, at its highest.")] = 1.5e-3,
    look: Annotated[str, typer.Option(help="To teach: both, whole or close.")] = "both",
    steps: Annotated[int, typer.Option(min=1)] = 6000,
    act_steps: Annotated[int, typer.Option(min=0)] = 6000,
    pictures: Annotated[int, typer.Option(min=1, help="A step.")] = 16,
    device: str = "cpu",
    threads: Annotated[int, typer.Option(min=1)] = 2,
    mixed: Annotated[bool, typer.Option(help="bfloat16 where it is safe.")] = False,
    lora: Annotated[int, typer.Option(min=0, help="Rank; 0 trains a backbone whole.")] = 0,
    spread: Annotated[bool, typer.Option(help="Over several devices (accelerate).")] = False,
    tensorboard: bool = False,
    floor: Annotated[float, typer.Option(help="Hits (0..1) to reach, else it fails.")] = 0.0,
    until_s: Annotated[float, typer.Option(help="End this process after so long.")] = 1e9,
) -> None:
    """Train: grounding first, then acting; goes on where it ended, and exports to ONNX."""
    recipe = Recipe(
        out=out,
        looks=looks,
        demos=demos,
        variant=variant,
        weights=weights,
        begin=begin,
        rate=rate,
        look=look,
        steps=steps,
        act_steps=act_steps,
        pictures=pictures,
        device=device,
        threads=threads,
        mixed=mixed,
        tensorboard=tensorboard,
        lora=lora,
        spread=spread,
    )
    try:
        from home_agent.train.vla import above, train_vla  # noqa: PLC0415
    except ImportError as error:
        raise HomeAgentError(_MISSING.format(error)) from None
    if train_vla(recipe, tell, until_s) is not None and floor:
        tell(above(out, floor))


@train_app.command("choose")
def choose(
    out: Out = Path("data/nano"),
    choices: Annotated[Path, typer.Option(help="Folder of moments of searches.")] = Path(
        "data/choices"
    ),
    seeds: Annotated[str, typer.Option(help="Training homes FROM:TO.")] = "0:600",
    steps: Annotated[int, typer.Option(min=1)] = 2500,
    rate: Annotated[float, typer.Option(help="Of learning, at its highest.")] = 1e-3,
    threads: Annotated[int, typer.Option(min=1)] = 1,
    until_s: Annotated[float, typer.Option(help="End this process after so long.")] = 1e9,
) -> None:
    """Teach a run that sees where to look next; its eyes stay bit by bit as they are."""
    from home_agent.train.choices import write_all  # noqa: PLC0415 - a simulator is heavy

    write_all(choices, _range(seeds), tell)
    recipe = Recipe(
        out=out,
        looks=Path(),
        choices=choices,
        choose_steps=steps,
        states=64,
        rate=rate,
        threads=threads,
    )
    try:
        from home_agent.train.choose import teach_choosing  # noqa: PLC0415
    except ImportError as error:
        raise HomeAgentError(_MISSING.format(error)) from None
    teach_choosing(recipe, tell, until_s)


@train_app.command("join")
def join_runs(
    whole: Annotated[Path, typer.Argument(help="A run that taught the first look.")],
    close: Annotated[Path, typer.Argument(help="A run that taught the second one.")],
    out: Out = Path("data/nano"),
) -> None:
    """Join two runs that each taught one look, and export the network of both."""
    try:
        from home_agent.train.vla import join_and_export  # noqa: PLC0415
    except ImportError as error:
        raise HomeAgentError(_MISSING.format(error)) from None
    tell(f"Exported to {join_and_export(whole, close, out)}.")


@train_app.command("branches")
def branches(
    out: Annotated[Path, typer.Option(help="Folder of branched runs.")] = Path("data/branches"),
    seeds: Annotated[str, typer.Option(help="Training homes FROM:TO.")] = "0:60",
    without: Annotated[
        list[str] | None, typer.Option(help="Hazards to leave out (held out for doubt).")
    ] = None,
) -> None:
    """Branch the teacher's runs: what comes of many motions; homes that are there are kept."""
    from home_agent.demos.branches import record  # noqa: PLC0415 - a simulator is heavy
    from home_agent.sim.hazards import HAZARDS  # noqa: PLC0415

    for name in without or ():
        if name not in HAZARDS:
            raise BadInput(no_such("hazard", name, HAZARDS))
    kinds = tuple(one for one in HAZARDS if one not in (without or ()))
    for seed in _range(seeds):
        tell(f"seed {seed}: {record(out, seed, kinds)} moments")


@train_app.command("imagination")
def imagination(
    out: Annotated[Path, typer.Option(help="Folder of the world model.")] = Path("data/world"),
    branches: Annotated[Path, typer.Option(help="Folder of branched runs.")] = Path(
        "data/branches"
    ),
    steps: Annotated[int, typer.Option(min=1)] = 2000,
    threads: Annotated[int, typer.Option(min=1)] = 1,
    until_s: Annotated[float, typer.Option(help="End after so long.")] = 1e9,
) -> None:
    """Teach the world model from branched runs, and export it to ONNX."""
    try:
        from home_agent.imagination.branched import load  # noqa: PLC0415
        from home_agent.train.imagine import Lessons, card_of, save, teach  # noqa: PLC0415
    except ImportError as error:
        raise HomeAgentError(_MISSING.format(error)) from None
    data, lessons = load(branches), Lessons(steps=steps, threads=threads)
    net = teach(data, lessons, tell, until_s)
    save(net, out, card_of(data, lessons, f"home-agent train imagination --steps {steps}"))
    tell(f"Exported to {out}.")


@train_app.command("calibrate")
def calibrate(
    model: Annotated[Path, typer.Option(help="Folder of the world model.")] = Path("data/world"),
    branches: Annotated[
        Path, typer.Option(help="Branched runs of homes kept apart (seeds 90000 on).")
    ] = Path("data/calibration"),
) -> None:
    """Measure the world model on homes kept apart, and write its thresholds beside it."""
    from home_agent.bench.world import branch_scores, judged  # noqa: PLC0415
    from home_agent.imagination.calibrate import calibrate as run  # noqa: PLC0415
    from home_agent.imagination.calibrate import write  # noqa: PLC0415

    data, chances, doubt = branch_scores(model, branches)
    homes = sorted({int(one) for one in data["home"]})
    made = {"homes": [homes[0], homes[-1], len(homes)], "branches": int(chances[..., 0, 0].size)}
    write(run(chances, doubt, data["harms"], made), model / "limits.json")
    for line in judged(data, chances):
        tell(line)
    tell(f"Thresholds in {model / 'limits.json'}.")
