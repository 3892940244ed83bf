"""A validation seed comes in; where the network points for many phrases in its looks comes out.

Right is a point on what is visible of one of the things that the words mean. Controls show what
is scored without looking (blank pictures) and without listening (garbage words), beside chance.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from home_agent.bench.ground_answers import Answer, Eyes, blanked, examine
from home_agent.bench.ground_asks import BLANK, asks
from home_agent.bench.ground_looks import VALIDATION, looks
from home_agent.bench.ground_picture import draw
from home_agent.bench.report import Example
from home_agent.bench.run import Row
from home_agent.errors import BadInput, no_such
from home_agent.sim.body import CAMERAS
from home_agent.sim.lessons import Lesson
from home_agent.vla.eyesight import Eyesight
from home_agent.vla.runtime import Networks
from home_agent.vla.shipped import nano_folder

POLICIES = ("nano",)
SEEN = 0.5  # surer than this that it is in view counts as seen, on the page


def check(policy: str, seeds: range) -> None:
    """Raise BadInput for a policy that does not point, or seeds that are not for validation."""
    if policy not in POLICIES:
        raise BadInput(no_such("policy that points", policy, POLICIES))
    if seeds[0] not in VALIDATION or seeds[-1] not in VALIDATION:
        raise BadInput(
            "The bench 'ground' plays the validation seeds 100000 to 199999, "
            f"not {seeds[0]} to {seeds[-1]}."
        )
    nano_folder()


@lru_cache(maxsize=1)
def eyes(policy: str) -> Eyes:
    """The eyes of a policy, loaded once a process."""
    networks = Networks(nano_folder(), threads=1)
    networks.load("see", "point", "near")
    return Eyesight(networks)


def play(seed: int, policy: str) -> Row:
    """Ask a policy about all looks of a home seed."""
    check(policy, range(seed, seed + 1))
    return ask_home(seed, eyes(policy))


def ask_home(seed: int, pointer: Eyes) -> Row:
    """The answers, pictures of some, what the asks without pictures meant, and look 1's times."""
    rng = np.random.default_rng([seed, 61])
    answers: list[Answer] = []
    examples: dict[tuple[str, bool], Example] = {}
    width, height, _ = CAMERAS["head"]
    covered = np.zeros((height // 2, width // 2))
    look_s: list[float] = []
    for split, lesson in looks(seed):
        took_s, found = examine(lesson, asks(split, lesson.shown, rng), pointer)
        look_s.append(took_s)
        answers += found
        for answer in found:
            ask = answer.ask
            good = answer.hit if ask.means else answer.pointed.sure < SEEN
            if (ask.split, good) not in examples:
                examples[ask.split, good] = _example(seed, lesson, answer, good)
            if ask.split == BLANK:
                covered += np.any([lesson.shown[i].mask for i in ask.means], axis=0)
    return {
        "answers": answers,
        "covered": covered,
        "examples": list(examples.values()),
        "look_s": look_s,
    }


def _example(seed: int, lesson: Lesson, answer: Answer, good: bool) -> Example:
    note = f"seed {seed}, {answer.pointed.sure:.0%} sure that it is in view"
    frame = blanked(lesson.frame) if answer.ask.split == BLANK else lesson.frame
    meant = [lesson.shown[i].mask for i in answer.ask.means]
    assert frame.rgb is not None
    jpeg = draw(frame.rgb, meant, answer.pointed, good)
    return Example(answer.ask.split, answer.ask.phrase, good, note, jpeg)
