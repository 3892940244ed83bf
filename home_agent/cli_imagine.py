"""Words after `home-agent train` about imagination come in; the world model is taught."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from home_agent.cli_train import MISSING, seeds_of, tell
from home_agent.errors import BadInput, HomeAgentError, no_such

imagine_app = typer.Typer()


@imagine_app.command("branches")
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
    for seed in seeds_of(seeds):
        tell(f"seed {seed}: {record(out, seed, kinds)} moments")


@imagine_app.command("imagination")
def imagination(
    out: Annotated[Path, typer.Option(help="Folder of the world model.")] = Path("data/world"),
    branches: Annotated[Path, typer.Option(help="Folder of branched runs.")] = Path(
        "data/branches"
    ),
    steps: Annotated[int, typer.Option(min=1)] = 2000,
    moments: Annotated[int, typer.Option(min=1, help="In a batch.")] = 32,
    threads: Annotated[int, typer.Option(min=1)] = 1,
    until_s: Annotated[float, typer.Option(help="End after so long.")] = 1e9,
) -> None:
    """Teach the world model from branched runs, and export it to ONNX."""
    try:
        from home_agent.imagination.branched import load  # noqa: PLC0415
        from home_agent.train.imagine import Lessons, card_of, save, teach  # noqa: PLC0415
    except ImportError as error:
        raise HomeAgentError(MISSING.format(error)) from None
    data, lessons = load(branches), Lessons(steps=steps, moments=moments, threads=threads)
    net = teach(data, lessons, tell, until_s)
    save(
        net,
        out,
        card_of(data, lessons, f"home-agent train imagination --steps {steps} --moments {moments}"),
    )
    tell(f"Exported to {out}.")


@imagine_app.command("calibrate")
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
