"""The wheel is built and installed into an empty environment, and works from another folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    dist, venv = tmp_path / "dist", tmp_path / "venv"
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(dist)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    wheel = next(dist.glob("*.whl"))
    assert wheel.stat().st_size < 16 * 2**20
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "-c"]
    subprocess.run([*pip, str(ROOT / "constraints.txt"), str(wheel)], check=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    said = subprocess.run(
        [str(venv / "bin" / "home-agent"), "say", "go to the hall", "--json"],
        cwd=outside,
        env={**env, "HOME_AGENT_DIR": str(tmp_path / "user")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert found["outcome"] == "succeeded"
    assert found["referee"]["success"]
    packages = {path.name.lower() for path in (venv / "lib").rglob("site-packages/*")}
    assert "torch" not in packages
    assert not (packages & {"pytest", "ruff", "mypy"})
