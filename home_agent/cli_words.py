"""Sentences come in; goals or plans come out, and no robot moves: the commands parse and plan."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from home_agent.config import load_config
from home_agent.errors import BadInput, HomeAgentError
from home_agent.home.belief import Beliefs
from home_agent.language.as_json import to_json
from home_agent.language.understand import understand
from home_agent.planning.believed import Believed
from home_agent.planning.meaning import Known
from home_agent.planning.report import plan_json
from home_agent.sim.home import find_home
from home_agent.skills_loader import load_skills
from home_agent.stage import home_map
from home_agent.types import Fact, Pose2D, Question

console = Console(highlight=False)
Text = Annotated[str | None, typer.Argument(help="What you would say.")]
File = Annotated[Path | None, typer.Option(help="A file with one sentence a line.")]
Home = Annotated[str | None, typer.Option(help="A map's name, a folder, or seed:N.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object for each sentence.")]
Given = Annotated[list[str] | None, typer.Option(help="A fact told first: 'the soup is hot'.")]


def parse(text: Text = None, file: File = None, home: Home = None, as_json: Json = False) -> None:
    """Show what the robot understands by a sentence."""
    mind = Mind(home)
    _each(text, file, as_json, mind.parse)


def plan(
    text: Text = None,
    file: File = None,
    given: Given = None,
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Show the checked plan for a sentence, with its cost."""
    mind = Mind(home)
    facts = tuple(told(sentence) for sentence in given or ())
    _each(text, file, as_json, lambda sentence: mind.plan(sentence, facts))


class Mind:
    """Language and planning over one home, without a body."""

    def __init__(self, home: str | None) -> None:
        config = load_config()
        spec = find_home(home or config.home)
        self._home = home_map(spec)
        self._skills = load_skills(config).skills
        self._beliefs = Beliefs(self._home)
        self._start = Pose2D(*spec.start)
        self._speaker = config.speaker_name

    def parse(self, sentence: str) -> Mapping[str, Any]:
        """The goals or the question, as `parse --json` prints them."""
        return to_json(understand(sentence, self._skills, self._home, self._beliefs, self._speaker))

    def plan(self, sentence: str, given: tuple[Fact, ...]) -> Mapping[str, Any]:
        """The decision and the steps, as `plan --json` prints them."""
        meant = understand(sentence, self._skills, self._home, self._beliefs, self._speaker)
        if isinstance(meant, Question):
            return {**to_json(meant), "decision": "ask", "reason": meant.text}
        known = Known(self._home, self._beliefs, self._speaker)
        return plan_json(meant, self._skills, Believed(known, self._start, given=given))


def told(sentence: str) -> Fact:
    """A fact from a plain sentence: "the soup is hot", "the stove is not on"."""
    found = re.fullmatch(
        r"\s*(?:the |a |an |my )?(.+?) (?:is|are) (not )?(\w+)[.!]?\s*", sentence, re.IGNORECASE
    )
    if not found:
        raise BadInput(f"'{sentence}' is no fact I can use. Say, for example: the soup is hot.")
    return Fact(found[3].lower(), found[1].lower(), holds=found[2] is None)


def _each(
    text: str | None, file: Path | None, as_json: bool, work: Callable[[str], Mapping[str, Any]]
) -> None:
    """Work on the sentence, or on each line of the file; errors of a line stay in its line."""
    if (text is None) == (file is None):
        raise BadInput("Give one sentence, or --file with one sentence a line.")
    if file is None:
        _show(work(text or ""), as_json)
        return
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read: {error}.") from None
    for line in lines:
        try:
            found = work(line)
        except HomeAgentError as error:
            found = {"goals": [], "question": None, "error": str(error), "code": error.code}
        _show(found, as_json)


def _show(found: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        console.print_json(json.dumps(found))
