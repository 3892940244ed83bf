"""Sentences of the first cut come in, in a home never tuned on; what truly happens must match."""

import pytest

from home_agent.judging import task_of
from home_agent.sim.home import find_home
from home_agent.stage import make_agent, set_stage

HOME = "seed:123456"

DONE = [
    "go to the bedroom and bring me the book",
]
