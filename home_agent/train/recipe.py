"""What a training run is told comes in as one frozen dataclass; unknown words are errors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Recipe:
    """One run. Steps, not seconds: the same run gives the same network on any machine."""

    out: Path  # folder of the run: weights, state, curves
    looks: Path  # folder of shards of looks (shards.py)
    demos: Path | None = None  # folder of demonstrations (demos.py); None: learn to see only
    variant: str = "nano"
    weights: Path | None = None  # folder of a Qwen2.5-VL, for variants that stand on one
    begin: Path | None = None  # folder of an earlier run whose weights this one goes on from
    lora: int = 0  # rank; 0 trains a large backbone whole
    steps: int = 6000  # of seeing
    act_steps: int = 6000
    choose_steps: int = 3000
    choices: Path | None = None  # folder of moments of searches (choices.py)
    hand_steps: int = 4000
    grips: Path | None = None  # folder of looks with all their grips (demos/grips.py)
    reach_steps: int = 4000
    practise_steps: int = 1500
    tries: Path | None = None  # folder of grips that were carried out (demos/practice.py)
    states: int = 256  # an acting step
    pictures: int = 16  # a step
    rate: float = 1.5e-3
    warm_up: int = 100  # steps
    decay: float = 0.03
    average: float = 0.998  # of the weights that are kept
    look: str = (
        "both"  # that is taught; "whole" or "close" is one alone (train join makes both one)
    )
    keep_every: int = 200
    judge_every: int = 500
    judged: int = 96  # looks kept for judging, never trained on
    seed: int = 0
    device: str = "cpu"
    mixed: bool = False  # bfloat16 where it is safe
    threads: int = 1
    tensorboard: bool = False
    spread: bool = False  # over several devices with accelerate (FSDP2), for large variants
