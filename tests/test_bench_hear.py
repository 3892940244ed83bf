"""The bench of hearing: its phrases are commands of the home, its sums and failures are right."""

import random

from home_agent.bench.hear import VOICES, sum_up
from home_agent.bench.spoken import COMMANDS, OTHER_TALK, command
from home_agent.errors import BadInput
from home_agent.home.belief import Beliefs
from home_agent.language.understand import understand
from home_agent.sim.home import find_home, to_map
from home_agent.skills_loader import load_skills
from home_agent.types import Question


def row(voice: str, said: str, *, command: bool = True, acts: bool = True, right: bool = True):  # type: ignore[no-untyped-def]
    heard = said if acts else ""
    times = {"hear_s": 0.3, "sound_s": 3.0}
    return {"voice": voice, "said": said, "heard": heard, "is_command": command, "acts": acts,
            "right": right, **times}  # fmt: skip


def test_phrases_are_understood_and_other_talk_is_not() -> None:
    home, skills = to_map(find_home("apartment")), load_skills().skills
    rng = random.Random(1)

    def meant(text: str) -> bool:
        try:
            found = understand(text, skills, home, Beliefs(home))
        except BadInput:
            return False
        return not isinstance(found, Question)

    said = [command(home, rng) for _ in range(100)]
    assert all("{" not in one and one == one.lower() for one in said)
    assert sum(map(meant, said)) >= 85
    assert len(set(COMMANDS)) == len(COMMANDS)
    assert len(set(OTHER_TALK)) == len(OTHER_TALK)


def test_sums_tell_misheard_from_acted_on() -> None:
    rows = [
        row("slt", "stop"),
        row("slt", "go to the hall", acts=False, right=False),
        row("rms", "open the fridge", right=False),
        row("awb", "it rains", command=False, acts=True, right=False),
        row("awb", "it snows", command=False, acts=False, right=False),
    ]
    found = sum_up(rows)
    assert found.metrics["hear.understood"].n == 3
    assert found.metrics["hear.understood"].value == 1 / 3
    assert found.metrics["hear.wrong_goal"].value == 1 / 3
    assert found.metrics["hear.false_accept"].value == 1 / 2
    assert round(found.metrics["hear.rtf"].value, 9) == 0.1
    assert set(found.splits) == set(VOICES)
    assert len(found.failures) == 3
