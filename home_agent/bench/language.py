"""A home seed comes in; commands about that home are read, and how well and how fast goes out."""

from __future__ import annotations

import random
from collections import defaultdict
from functools import lru_cache

from home_agent.bench.gpsr import Order, draw
from home_agent.bench.gpsr_words import Words
from home_agent.bench.run import Row, Summary
from home_agent.bench.stats import percentile, rate
from home_agent.clock import thread_s
from home_agent.errors import BadInput
from home_agent.home.belief import Beliefs
from home_agent.home.things import LIVING, things
from home_agent.language.brief import brief_goal, same
from home_agent.language.understand import understand
from home_agent.sim.home import make_home, to_map
from home_agent.skills_loader import load_skills
from home_agent.types import Question

COMMANDS = 50  # of each home: a hundred homes are 5,000 commands
MOST_FAILURES = 12


@lru_cache(maxsize=1)
def _kinds() -> tuple[str, ...]:
    return tuple(name for name in things() if name not in LIVING)


def play(seed: int, policy: str) -> Row:
    """Read COMMANDS commands about the home of `seed`; `policy` has no part in it."""
    home = to_map(make_home(seed))
    skills, beliefs = load_skills().skills, Beliefs(home)
    words = Words(home, _kinds(), random.Random(seed))
    understand("stop", skills, home, beliefs)  # what is made once for a home is not timed
    read = []
    for _ in range(COMMANDS):
        command = draw(words)
        start_s = thread_s()
        try:
            found = understand(command.said, skills, home, beliefs)
        except BadInput as error:
            found = Question(str(error))
        took_ms = (thread_s() - start_s) * 1000
        goals = [] if isinstance(found, Question) else found
        read.append(
            {
                "family": command.family,
                "ms": took_ms,
                "exact": same(command.goals, goals),
                "skill": [one["skill"] for one in command.goals] == [g.skill for g in goals],
                "got": found.text
                if isinstance(found, Question)
                else str(list(map(brief_goal, found))),
                "command": _shown(command),
            }
        )
    return {"read": read}


def _shown(command: Order) -> str:
    return f"{command.said} => {list(map(dict, command.goals))}"


def sum_up(rows: list[Row]) -> Summary:
    """Shares of exact goals and of right skills, and the processor's milliseconds a command."""
    every = [one for row in rows for one in row["read"]]
    families: dict[str, list[bool]] = defaultdict(list)
    for one in every:
        families[one["family"]].append(one["exact"])
    wrong = [f"{one['command']}  got {one['got']}" for one in every if not one["exact"]]
    return Summary(
        {
            "language.exact": rate(sum(one["exact"] for one in every), len(every)),
            "language.skill": rate(sum(one["skill"] for one in every), len(every)),
            "language.p95_ms": percentile([one["ms"] for one in every], 95),
        },
        per_kind={
            family: {"language.exact": rate(sum(hits), len(hits))}
            for family, hits in sorted(families.items())
        },
        failures=tuple(wrong[:MOST_FAILURES]),
    )
