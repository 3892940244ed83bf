"""Skills come in; sentences sampled from their phrases must be understood again."""

from __future__ import annotations

import pytest
from language_home import beliefs, home, skills

from home_agent.errors import BadInput
from home_agent.language.phrases import gerund, grammar, sample
from home_agent.language.sayings import SAYINGS
from home_agent.language.templates import template
from home_agent.language.understand import understand
from home_agent.skill import Run, Thing, say, skill

HOME = home()
SKILLS = skills()


def test_samples_are_repeatable_and_speak_of_every_skill() -> None:
    some = sample(SKILLS, HOME, 400, seed=3)
    assert some == sample(SKILLS, HOME, 400, seed=3)
    assert some != sample(SKILLS, HOME, 400, seed=4)
    assert len(some) == 400
    assert all(one == one.lower() and one.strip() == one and "," not in one for one in some)
    for word in ("bring", "find", "put", "follow", "stop", "where", "remember", "kitchen", "anna"):
        assert any(word in one.split() for one in some), word


def test_samples_are_understood() -> None:
    known = beliefs(HOME, things=False)
    failed = []
    some = sample(SKILLS, HOME, 300, seed=1)
    for one in some:
        try:
            understand(one, SKILLS, HOME, known)
        except BadInput as error:
            failed.append((one, str(error)))
    assert len(failed) <= 0.05 * len(some), failed


def test_every_saying_is_well_formed() -> None:
    for name, lines in SAYINGS.items():
        for line in lines.strip().splitlines():
            assert template(line.strip().lstrip("~ ")), name


def test_a_new_skill_is_spoken_at_once() -> None:
    @skill("(water|give water to) {thing}")
    def water(thing: Thing) -> Run:
        """Water a plant."""
        yield say("Done.")

    found = understand(
        "could you please water the potted plant", {"water": water}, HOME, beliefs(HOME)
    )
    assert isinstance(found, list)
    assert found[0].skill == "water"
    with pytest.raises(BadInput, match="I can water"):
        understand("bring me the mug", {"water": water}, HOME, beliefs(HOME))


def test_grammar_knows_gerunds() -> None:
    assert [gerund(verb) for verb in ("bring", "put", "close", "open", "get")] == [
        "bringing",
        "putting",
        "closing",
        "opening",
        "getting",
    ]
    assert "bringing" in grammar(SKILLS).first
