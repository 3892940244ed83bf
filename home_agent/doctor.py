"""The machine comes in; one line per part comes out: what works, what is missing, what to do."""

from __future__ import annotations

import ctypes.util
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from home_agent.config import data_dir, load_config, user_dir
from home_agent.errors import HomeAgentError


@dataclass(frozen=True, slots=True)
class Finding:
    """One part looked at. `needed`: the robot cannot work without it. `fix` says what to do."""

    part: str
    ok: bool
    says: str
    fix: str = ""
    needed: bool = True


def examine() -> list[Finding]:
    """Look at everything the agent uses; never raises."""
    return [
        _python(),
        *(_package(name, why) for name, why in NEEDED.items()),
        _data(),
        _config(),
        _writable("run records", lambda: load_config().runs_dir),
        _writable("memory and settings", user_dir),
        _pictures(),
        _sound(),
        _flite(),
    ]


NEEDED = {
    "mujoco": "the simulated home",
    "cv2": "pictures and the occupancy map",
    "av": "films of runs",
    "networkx": "the map graph",
    "pocketsphinx": "hearing",
    "espeakng_loader": "speaking",
}


def _python() -> Finding:
    version = ".".join(str(n) for n in sys.version_info[:3])
    ok = sys.version_info >= (3, 11)
    return Finding("python", ok, version, "" if ok else "Install Python 3.11 or newer.")


def _package(name: str, why: str) -> Finding:
    if importlib.util.find_spec(name) is not None:
        return Finding(name, True, why)
    return Finding(name, False, f"missing: {why}", "Run: pip install home-agent")


def _data() -> Finding:
    try:
        for name in ("skills", "maps", "configs"):
            data_dir(name)
    except HomeAgentError as error:
        return Finding("data", False, str(error), "Run: pip install --force-reinstall home-agent")
    return Finding("data", True, str(data_dir("skills").parent))


def _config() -> Finding:
    try:
        config = load_config()
    except HomeAgentError as error:
        return Finding("config", False, str(error), "Edit the file, or move it away.")
    return Finding("config", True, f"home {config.home}, policy {config.policy}")


def _writable(part: str, where: Callable[[], Path]) -> Finding:
    try:
        folder = where().absolute()
    except HomeAgentError as error:
        return Finding(part, False, str(error), "Mend the config first.")
    nearest = folder
    while not nearest.exists():
        nearest = nearest.parent
    if os.access(nearest, os.W_OK):
        return Finding(part, True, str(folder))
    return Finding(part, False, f"{folder} cannot be written", "Set runs_dir or HOME_AGENT_DIR.")


def _pictures() -> Finding:
    for library in ("OSMesa", "EGL"):
        if ctypes.util.find_library(library):
            return Finding("rendering", True, f"headless by {library}", needed=False)
    fix = "Run: sudo apt-get install libosmesa6. Without it there are no films; all else works."
    return Finding("rendering", False, "no OSMesa or EGL library", fix, needed=False)


def _sound() -> Finding:
    part = "sound card"
    if importlib.util.find_spec("sounddevice") is None:
        fix = "Run: pip install 'home-agent[audio]'. Files work without it."
        return Finding(part, False, "sounddevice is not installed", fix, needed=False)
    try:
        import sounddevice  # noqa: PLC0415 - optional, and heavy

        devices = len(sounddevice.query_devices())
    except OSError:
        fix = "Run: sudo apt-get install libportaudio2."
        return Finding(part, False, "the PortAudio library is missing", fix, needed=False)
    if devices:
        return Finding(part, True, f"{devices} devices", needed=False)
    return Finding(part, False, "no device", "Plug one in; WAV files work without.", needed=False)


def _flite() -> Finding:
    if shutil.which("flite"):
        return Finding("flite", True, "test voices", needed=False)
    fix = "Run: sudo apt-get install flite. Only the tests and benchmarks use it."
    return Finding("flite", False, "not installed", fix, needed=False)
