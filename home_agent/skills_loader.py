"""Folders of skill files come in; the skills that work go out, with a sentence for each that fails.

Skills are found in the shipped folder, the config's `skill_dirs`, the user's own `skills` folder
and the entry-point group `home_agent.skills`, in this order; the first to take a name keeps it.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from home_agent.config import Config, data_dir, user_dir
from home_agent.errors import BadInput, HomeAgentError
from home_agent.skill import Skill
from home_agent.types import Goal, ObjectBelief, Ref, Slot, Step

GROUP = "home_agent.skills"
MOST_STEPS = 200

TEMPLATE = '''"""{title}: "please {words} the mug"."""

from home_agent.skill import Run, Thing, find, go, say, skill


@skill("[please] {words} {{thing}}")
def {name}(thing: Thing) -> Run:
    """Say what this skill does; this line is shown as help."""
    found = yield find(thing)
    yield go(found)
    yield say("I am at {{thing}}.", thing=found)
'''


@dataclass(frozen=True, slots=True)
class Loaded:
    """The skills by name, where each came from, and what is wrong with the others."""

    skills: Mapping[str, Skill]
    sources: Mapping[str, str]
    problems: tuple[str, ...] = ()


def load_skills(config: Config | None = None) -> Loaded:
    """Load every skill there is; a broken one costs only itself and one sentence."""
    own = user_dir() / "skills"
    folders = [data_dir("skills"), *(config or Config()).skill_dirs]
    return load_from([*folders, *([own] if own.is_dir() else [])], entry_points=True)


def load_from(folders: Iterable[Path], entry_points: bool = False) -> Loaded:
    """Load the skills of some folders, and of installed packages if `entry_points`."""
    skills: dict[str, Skill] = {}
    sources: dict[str, str] = {}
    problems: list[str] = []

    def take(found: list[Skill], source: str) -> None:
        for skill in found:
            if skill.name in skills:
                problems.append(
                    f"The skill '{skill.name}' of {source} is left out: {sources[skill.name]} has "
                    f"that name already. Rename its function."
                )
            else:
                skills[skill.name], sources[skill.name] = skill, source

    for folder in folders:
        if not folder.is_dir():
            problems.append(f"There is no skill folder {folder}: mend skill_dirs in the config.")
            continue
        for path in sorted(folder.glob("*.py")):
            try:
                take(load_file(path), str(path))
            except HomeAgentError as error:
                problems.append(str(error))
    for entry in importlib.metadata.entry_points(group=GROUP) if entry_points else ():
        try:
            take(_skills_in(entry.load(), f"the package {entry.value}"), entry.value)
        except Exception as error:
            problems.append(f"The skill package '{entry.name}' does not load: {error}.")
    return Loaded(skills, sources, tuple(problems))


def load_file(path: Path) -> list[Skill]:
    """The skills in one file. Raises BadInput naming the file and the line that is wrong."""
    spec = importlib.util.spec_from_file_location(f"home_agent_skills.{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise BadInput(f"There is no skill file {path}.")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise BadInput(f"{path}, line {error.lineno}: {error.msg}.") from None
    except (Exception, SystemExit) as error:
        raise BadInput(f"{path}, line {_line(error, path)}: {_sentence(error)}") from None
    return _skills_in(module, str(path))


def check_file(path: Path) -> list[str]:
    """Try a skill file without a robot: load it, then run each skill as if every step worked.

    Returns what is wrong, one sentence each; an empty list when all is well.
    """
    try:
        return [problem for skill in load_file(path) for problem in _dry_run(skill, path)]
    except HomeAgentError as error:
        return [str(error)]


def new_skill(name: str, folder: Path | None = None) -> Path:
    """Write a small working skill to start from into `folder` (the user's own by default).

    Raises BadInput when `name` is no plain name or the file is there already.
    """
    if not name.isidentifier() or name != name.lower():
        raise BadInput(f"'{name}' cannot name a skill: use small letters and _, such as water.")
    folder = user_dir() / "skills" if folder is None else folder
    path = folder / f"{name}.py"
    if path.exists():
        raise BadInput(f"{path} is there already: choose another name or edit it.")
    words = name.replace("_", " ")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = TEMPLATE.format(name=name, words=words, title=words.capitalize())
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}.") from None
    return path


def _skills_in(found: object, source: str) -> list[Skill]:
    if isinstance(found, Skill):
        return [found]
    skills = [
        value
        for value in vars(found).values()
        if isinstance(value, Skill)
        and isinstance(found, ModuleType)
        and value.run.__module__ == found.__name__
    ]
    if not skills:
        raise BadInput(f"{source} holds no skill: put @skill(...) over a generator function.")
    return skills


def _dry_run(skill: Skill, path: Path) -> list[str]:
    given: dict[str, Slot] = {}
    for slot in skill.slots.values():
        if slot.kind == "number":
            given[slot.name] = 1.0
        elif slot.kind == "text":
            given[slot.name] = slot.name
        else:
            given[slot.name] = Ref(slot.kind, slot.name, category=slot.name)
    value = ObjectBelief("thing", "thing", {}, None, (0.0, 0.0, 0.0))
    run = skill.start(Goal(skill.name, given))
    try:
        step = next(run)
        for _ in range(MOST_STEPS):
            if not isinstance(step, Step):
                what = type(step).__name__
                return [f"{path}: '{skill.name}' yields a {what}: yield steps such as go(place)."]
            step = run.send("yes" if step.verb == "ask" else value)
    except StopIteration:
        return []
    except Exception as error:
        return [f"{path}, line {_line(error, path)}: '{skill.name}' {_sentence(error)}"]
    finally:
        run.close()
    return [f"{path}: '{skill.name}' had not ended after {MOST_STEPS} steps: end its loop."]


def _line(error: BaseException, path: Path) -> int | str:
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename) == path
    ]
    return lines[-1] if lines and lines[-1] else "?"


def _sentence(error: BaseException) -> str:
    if isinstance(error, HomeAgentError):
        return str(error)
    return f"{type(error).__name__}: {str(error).rstrip('.')}."
