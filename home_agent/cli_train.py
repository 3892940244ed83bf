"""Words after `home-agent train` come in; looks are rendered, networks trained and exported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from home_agent.errors import BadInput, HomeAgentError
from home_agent.train.recipe import Recipe

console = Console(highlight=False)
train_app = typer.Typer(help="Teach the robot's networks.", no_args_is_help=True)
MISSING = "Training needs PyTorch: pip install 'home-agent[train]' ({})."
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

    wanted = seeds_of(seeds)
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
    for seed in seeds_of(seeds):
        _, count = record(out, seed, variant("nano"), driver)
        total += count
        tell(f"seed {seed}: {count} states, {total} in all")


def seeds_of(seeds: str) -> range:
    """The seeds of FROM:TO; raises `BadInput`."""
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
        raise HomeAgentError(MISSING.format(error)) from None
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

    write_all(choices, seeds_of(seeds), tell)
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
        raise HomeAgentError(MISSING.format(error)) from None
    teach_choosing(recipe, tell, until_s)


Grips = Annotated[Path, typer.Option(help="Folder of looks with all their grips.")]


@train_app.command("grips")
def grips(
    out: Grips = Path("data/grips"),
    seeds: Annotated[str, typer.Option(help="Training homes FROM:TO.")] = "10000:10300",
    things: Annotated[int, typer.Option(min=1, help="A home.")] = 14,
) -> None:
    """Look at things as nano sees them and keep all ways to grip them; nothing is carried out."""
    from home_agent.demos.grips import record  # noqa: PLC0415 - a simulator is heavy to load
    from home_agent.vla.runtime import Networks  # noqa: PLC0415
    from home_agent.vla.shipped import nano_folder  # noqa: PLC0415

    eyes, total = Networks(nano_folder(), threads=1), 0
    for seed in seeds_of(seeds):
        total += record(out, seed, eyes, things)[1]
        tell(f"seed {seed}: {total} looks in all")


@train_app.command("hands")
def hands(
    begin: Annotated[Path, typer.Option(help="Folder of a run that sees.")],
    out: Out = Path("data/hands"),
    grips: Grips = Path("data/grips"),
    steps: Annotated[int, typer.Option(min=1, help="Of proposing grips.")] = 4000,
    reach_steps: Annotated[int, typer.Option(min=1, help="Of going in.")] = 4000,
    rate: Annotated[float, typer.Option(help="Of learning, at its highest.")] = 1e-3,
    threads: Annotated[int, typer.Option(min=1)] = 1,
    until_s: Annotated[float, typer.Option(help="End this process after so long.")] = 1e9,
) -> None:
    """Teach a network that sees where to grip things, and how its hand goes in and closes."""
    recipe = Recipe(
        out=out,
        looks=Path(),
        grips=grips,
        begin=begin,
        hand_steps=steps,
        reach_steps=reach_steps,
        states=128,
        rate=rate,
        threads=threads,
        judge_every=250,
    )
    try:
        from home_agent.train.hands import teach_hands  # noqa: PLC0415
    except ImportError as error:
        raise HomeAgentError(MISSING.format(error)) from None
    teach_hands(recipe, tell, until_s)


@train_app.command("practise")
def practise(
    begin: Annotated[Path, typer.Option(help="Folder of a run that has learned to grip.")],
    out: Out = Path("data/practised"),
    grips: Grips = Path("data/grips"),
    tries: Annotated[Path, typer.Option(help="Folder of what was tried.")] = Path("data/tries"),
    seeds: Annotated[str, typer.Option(help="Training homes FROM:TO.")] = "20000:20100",
    steps: Annotated[int, typer.Option(min=1)] = 1500,
    rate: Annotated[float, typer.Option(help="Of learning, at its highest.")] = 5e-4,
    threads: Annotated[int, typer.Option(min=1)] = 1,
    until_s: Annotated[float, typer.Option(help="End this process after so long.")] = 1e9,
) -> None:
    """Let hands try their grips in the simulator, and learn from how they go."""
    recipe = Recipe(
        out=out,
        looks=Path(),
        grips=grips,
        tries=tries,
        begin=begin,
        practise_steps=steps,
        states=128,
        rate=rate,
        threads=threads,
        judge_every=250,
    )
    try:
        from home_agent.train.practise import teach_by_practice  # noqa: PLC0415
    except ImportError as error:
        raise HomeAgentError(MISSING.format(error)) from None
    teach_by_practice(recipe, seeds_of(seeds), tell, until_s)


@train_app.command("join")
def join_runs(
    whole: Annotated[Path, typer.Argument(help="The run of which all else is taken.")],
    other: Annotated[Path, typer.Argument(help="The run that taught the part.")],
    out: Out = Path("data/nano"),
    part: Annotated[str, typer.Option(help="close: the second look, or hands.")] = "close",
) -> None:
    """Join two runs that each taught a part, and export the network of both."""
    if part not in ("close", "hands"):
        raise BadInput(f"There is no part '{part}' to join: use close or hands.")
    try:
        from home_agent.train.vla import join_and_export  # noqa: PLC0415
    except ImportError as error:
        raise HomeAgentError(MISSING.format(error)) from None
    tell(f"Exported to {join_and_export(whole, other, out, part)}.")


@train_app.command("restore")
def restore_run(
    folder: Annotated[
        Path | None, typer.Argument(help="An exported network; ours if left out.")
    ] = None,
    out: Out = Path("data/nano"),
) -> None:
    """Make a run to go on from (`train vla --begin`) of an exported network."""
    from home_agent.vla.shipped import nano_folder  # noqa: PLC0415

    try:
        from home_agent.train.restore import restore  # noqa: PLC0415
        from home_agent.vla.weights import save  # noqa: PLC0415
    except ImportError as error:
        raise HomeAgentError(MISSING.format(error)) from None
    save(restore(folder or nano_folder()), out)
    tell(f"Restored to {out}.")
