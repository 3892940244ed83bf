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
from home_agent.gate.reading import nouns
from home_agent.home.belief import Beliefs
from home_agent.language.as_json import to_json
from home_agent.language.understand import understand
from home_agent.planning.believed import Believed
from home_agent.planning.meaning import Known
from home_agent.planning.report import plan_json, unknown_json
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
    """Show the checked plan for a sentence, with its cost.

    Exit code for one sentence: 0 do or mitigate, 2 it cannot be done here, 3 refused, 4 asked.
    """
    mind = Mind(home)
    facts = tuple(given or ())
    for fact in facts:
        known(fact)
    last = _each(text, file, as_json, lambda sentence: mind.plan(sentence, facts))
    code = {"refuse": 3, "ask": 4}.get(str(last.get("decision")), 2 if "error" in last else 0)
    if file is None and code:
        raise typer.Exit(code)


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

    def plan(self, sentence: str, told: tuple[str, ...]) -> Mapping[str, Any]:
        """The decision and the steps, as `plan --json` prints them.

        The gate decides on what no skill understands, too: what is dangerous is refused as such.
        """
        given = tuple(one for one in map(fact, told) if one is not None)
        try:
            meant = understand(sentence, self._skills, self._home, self._beliefs, self._speaker)
            if isinstance(meant, Question):
                found = unknown_json(sentence, told, meant.text)
                if found is not None and found["decision"] == "refuse":
                    return found
                return {**to_json(meant), "decision": "ask", "reason": meant.text}
            known = Known(self._home, self._beliefs, self._speaker)
            state = Believed(known, self._start, given=given)
            return plan_json(meant, self._skills, state, told)
        except BadInput as error:
            found = unknown_json(sentence, told, str(error))
            if found is None:
                raise
            return found


def known(sentence: str) -> None:
    """Raise BadInput for a fact that names nothing the robot can know of."""
    if fact(sentence) is None and not nouns(sentence):
        raise BadInput(f"'{sentence}' is no fact I can use. Say, for example: the soup is hot.")


def fact(sentence: str) -> Fact | None:
    """A fact from a plain sentence: "the soup is hot", "the stove is not on"; else None."""
    found = re.fullmatch(
        r"\s*(?:the |a |an |my )?(.+?) (?:is|are) (not )?(\w+)[.!]?\s*", sentence, re.IGNORECASE
    )
    if not found:
        return None
    return Fact(found[3].lower(), found[1].lower(), holds=found[2] is None)


def _each(
    text: str | None, file: Path | None, as_json: bool, work: Callable[[str], Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Work on the sentence, or on each line of the file; errors of a line stay in its line.

    Gives what was found for the last.
    """
    if (text is None) == (file is None):
        raise BadInput("Give one sentence, or --file with one sentence a line.")
    if file is None:
        found = work(text or "")
        _show(found, as_json)
        return found
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read: {error}.") from None
    found = {}
    for line in lines:
        try:
            found = work(line)
        except HomeAgentError as error:
            found = {"goals": [], "question": None, "error": str(error), "code": error.code}
        _show(found, as_json)
    return found


def _show(found: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        console.print_json(json.dumps(found))
