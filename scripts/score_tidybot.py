"""TidyBot's scenarios come in; how many unseen things are put where their owner would goes out.

    python scripts/score_tidybot.py tidybot_scenarios.yml

For each unseen thing the receptacle is taken whose seen things are most like it: by the groups of
`home_words.txt`, then by words they share. A fixed hash halves the scenarios.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import yaml

from home_agent.bench.stats import rate
from home_agent.language.likeness import where_it_goes


def main() -> None:
    """Score a file, each half by itself."""
    hits, n = [0, 0], [0, 0]
    for scene in yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8")):
        half = hashlib.sha256(str(scene["annotator_notes"]).encode()).digest()[0] & 1
        seen = [(thing, place) for thing, place in scene["seen_placements"]]
        for thing, place in scene["unseen_placements"]:
            hits[half] += where_it_goes(thing, seen) == place
            n[half] += 1
    for half, name in enumerate(("read", "unread")):
        print(f"{name} half: {rate(hits[half], n[half])}")


if __name__ == "__main__":
    main()
