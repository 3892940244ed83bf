"""Settings and data paths: a small YAML file comes in, one checked, typed value goes out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from home_agent.errors import BadInput, no_such


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VoiceConfig(_Strict):
    """How the robot hears and speaks."""

    engine: str = "pocketsphinx"
    voice: str = "en-gb"
    rate_wpm: int = Field(165, ge=80, le=400)


class SafetyConfig(_Strict):
    """Speeds a user may lower; the guard's own limits in `guard/limits.py` always hold.

    imagination: every chunk is imagined before it is done (docs/imagination.md).
    """

    max_speed_mps: float = Field(0.6, gt=0, le=1.0)
    imagination: bool = False


class Config(_Strict):
    """All settings. An unknown key is an error that lists the valid ones."""

    home: str = "apartment"
    policy: str = "nano"
    robot: str = "sim"
    speaker_name: str = "speaker"
    memory: bool = True
    runs_dir: Path = Path("runs")
    skill_dirs: tuple[Path, ...] = ()
    voice: VoiceConfig = VoiceConfig()
    safety: SafetyConfig = SafetyConfig()


def read_yaml(path: Path) -> object:
    """Read one YAML file; raises `BadInput` naming the file and line when it cannot be read."""
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise BadInput(f"{path} is not valid YAML{line}: fix that line.") from None


def load_config(path: Path | None = None) -> Config:
    """Settings from `path`, else $HOME_AGENT_CONFIG, else the user's file, else the defaults."""
    if path is None:
        named = os.environ.get("HOME_AGENT_CONFIG")
        path = Path(named) if named else user_dir() / "config.yaml"
        if not named and not path.exists():
            return Config()
    found = read_yaml(path)
    if found is None:
        return Config()
    if not isinstance(found, dict):
        raise BadInput(f"{path} must hold settings such as 'home: apartment'.")
    try:
        return Config.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        where = [str(part) for part in first["loc"]]
        if first["type"] == "extra_forbidden":
            model: Any = Config
            for part in where[:-1]:
                model = model.model_fields[part].annotation
            raise BadInput(
                f"{path}: " + no_such("setting", where[-1], model.model_fields)
            ) from None
        raise BadInput(f"{path}: '{'.'.join(where)}': {first['msg']}.") from None


def user_dir() -> Path:
    """Where a user's own settings, skills and memories live ($HOME_AGENT_DIR to move it)."""
    named = os.environ.get("HOME_AGENT_DIR")
    base = os.environ.get("XDG_CONFIG_HOME")
    if named:
        return Path(named)
    return (Path(base) if base else Path.home() / ".config") / "home-agent"


def data_dir(name: str) -> Path:
    """The shipped folder `name` (skills, maps, configs), in a checkout or an installed wheel."""
    package = Path(__file__).parent
    for folder in (package / "_data" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise BadInput(f"The folder '{name}' is missing from this installation: install it again.")
