"""A finished run's folder comes in; what it has learned goes into the package, with its card.

python scripts/ship_nano.py data/nano "what was done in which order"
"""

import json
import shutil
import sys
from pathlib import Path

from home_agent.vla.shipped import SHIPPED

# And what teaches them.
GRAPHS = {"see": "see", "point": "see", "near": "see", "choose": "choose"}
GRAPHS |= {"intend": "act", "act": "act"}


def main(run: Path, made_by: str) -> None:
    """Copy the graphs that were taught; one that was not is left out, so that nobody uses it."""
    config = json.loads((run / "onnx" / "config.json").read_text())
    acts = bool(config["learned"]) or config.get("grips", False) or config.get("reaches", False)
    taught = {"see": True, "choose": config.get("chooses", False), "act": acts}
    learned = [name for name, by in GRAPHS.items() if taught[by]]
    SHIPPED.mkdir(exist_ok=True)
    for old in SHIPPED.glob("*.onnx"):
        old.unlink()
    for name in ("config.json", "weights.bin", *(f"{name}.onnx" for name in learned)):
        shutil.copy(run / "onnx" / name, SHIPPED / name)
    card = json.loads((run / "card.json").read_text())
    for recipe in (card["recipe"], card.get("choose", {}).get("recipe", {})):
        for private in ("out", "looks", "choices", "weights", "demos", "begin"):
            recipe.pop(private, None)
    card |= {"learned": learned, "made_by": made_by}
    (SHIPPED / "card.json").write_text(json.dumps(card, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
