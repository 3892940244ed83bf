"""WordNet's files of nouns come in; the table of home_agent/home/hyponyms.py goes out.

    apt-get download wordnet-base && dpkg -x wordnet-base_*.deb wordnet
    python scripts/make_hyponyms.py wordnet/usr/share/wordnet

A noun is listed under a kind of thing when one of its first senses lies below a noun of that kind
in WordNet (Miller 1995; the files are described in wndb(5)). Nouns that the network is taught are
left out, and so are nouns that end with one ("beer mug"): they need no table. Nouns that are held
out of training count as unknown here, so that HomeBench measures this table as well.
"""

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from home_agent.home.hyponyms import FILE, LONGEST
from home_agent.home.things import LIVING
from home_agent.language.place_nouns import FURNITURE, PEOPLE, ROOMS
from home_agent.train import phrases
from home_agent.train.held_out import held_out
from home_agent.vla.labels import COLOURS, MATERIALS

# Lexicographer files with what can lie about: roots, animals, artefacts, food, plants, substances.
BODILY = frozenset(["03", "05", "06", "13", "20", "27"])
# How many steps up say what a noun is, for its commonest sense and for the next two: a rare sense
# counts only where it is another word for the very thing ("torch").
STEPS = (4, 1, 0)
FAR = 9  # steps up within which two nouns are compared at all
WIDE = 2000  # what so many senses lie under says little of them: an oak is not what stands in a pot
# Short names that at home mean one thing, and in WordNet a thousand.
SHORT = frozenset(
    ["alarm", "bear", "block", "building block", "car", "controller", "duck", "train"]
)
LICENSE = """\
# Made by scripts/make_hyponyms.py from WordNet 3.0. "kind: nouns that are a kind of it".
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. THIS SOFTWARE AND
# DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES,
# EXPRESS OR IMPLIED. BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON UNIVERSITY MAKES NO
# REPRESENTATIONS OR WARRANTIES OF MERCHANTABILITY OR FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE
# USE OF THE LICENSED SOFTWARE, DATABASE OR DOCUMENTATION WILL NOT INFRINGE ANY THIRD PARTY PATENTS,
# COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS. Permission to use, copy, modify and distribute this
# database for any purpose and without fee or royalty is granted, provided that this notice stays.
# The name of Princeton University or Princeton may not be used in advertising.
"""


class WordNet:
    """The nouns: `senses` of each (synset numbers, commonest first) and what each lies under."""

    def __init__(self, folder: Path) -> None:
        self.up: dict[int, list[int]] = {}
        self.senses: dict[str, list[int]] = {}
        for cells in _rows(folder / "data.noun"):
            if cells[1] in BODILY:
                count = int(cells[3], 16)
                links = cells[5 + 2 * count :]
                self.up[int(cells[0])] = [
                    int(links[n + 1])
                    for n in range(0, 4 * int(cells[4 + 2 * count]), 4)
                    if links[n] in ("@", "@i")
                ]
        for cells in _rows(folder / "index.noun"):
            senses = [int(cell) for cell in cells[-int(cells[2]) :]]
            self.senses[cells[0].replace("_", " ")] = senses

    def meant(self, noun: str) -> list[int]:
        """The senses of a noun, or of its singular, that are bodily."""
        senses = self.senses.get(noun) or self.senses.get(noun.removesuffix("s"), [])
        return [sense for sense in senses if sense in self.up]

    def above(self, sense: int, steps: int) -> list[set[int]]:
        """The sense itself, then what it is a kind of, step by step."""
        found = [{sense}]
        for _ in range(steps):
            found.append({up for one in found[-1] for up in self.up.get(one, ())})
        return found

    def apart(self, a: int, b: int) -> int:
        """Steps from one sense to another by what both are a kind of."""
        ups = self.above(a, FAR), self.above(b, FAR)
        paths = [n + m for n, x in enumerate(ups[0]) for m, y in enumerate(ups[1]) if x & y]
        return min(paths, default=2 * FAR)


def taught() -> dict[str, str]:
    """Every noun that training says, and the kind of thing that it names."""
    found: dict[str, str] = {}
    for kind in phrases.synonyms():
        for noun in phrases.nouns_for(kind, held_out()) or (kind,):
            found.setdefault(noun, kind)
    return found


def hyponyms(net: WordNet, known: dict[str, str]) -> dict[str, str]:
    """Nouns that nobody taught, and the kind of thing each is a kind of."""
    senses: dict[int, str] = {}
    for noun, kind in known.items():
        # Of a noun's senses the one nearest to what else the thing is called: no home plate.
        others = [
            net.meant(other)
            for other in known
            if known[other] == kind and other != noun and net.meant(other)
        ]
        near = {
            sense: sum(min(net.apart(sense, one) for one in other) for other in others)
            for sense in net.meant(noun)
        }
        if near and kind != LIVING[0] and noun not in SHORT:
            senses.setdefault(min(near, key=lambda sense: near[sense]), kind)
    frames = (*phrases.FRAMES, *phrases.COLOUR_FRAMES, *phrases.MATERIAL_FRAMES)
    said = {word for text in (*known, *frames, *phrases.WIDE) for word in text.split()}
    said |= {*COLOURS, *MATERIALS}
    said |= {word for text in (ROOMS, FURNITURE, PEOPLE) for word in re.findall("[a-z]+", text)}
    under = Counter(one for sense in net.up for one in set().union(*net.above(sense, 20)))
    found = {}
    for noun in net.senses:
        words = noun.split()
        if (
            len(words) > LONGEST
            or not noun.replace(" ", "").isalpha()
            or {noun, noun + "s"} & known.keys()
        ):
            continue
        if words[-1] in said:
            continue
        for sense, most in zip(net.senses[noun], STEPS, strict=False):
            above = net.above(sense, most) if sense in net.up else []
            kinds = [
                senses[one]
                for far, step in enumerate(above)
                for one in sorted(step)
                if one in senses and (far < 2 or under[one] < WIDE)
            ]
            if kinds:
                found[noun] = kinds[0]
                break
    return found


def _rows(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="latin-1")
    lines = [line for line in text.splitlines() if not line.startswith("  ")]
    return [line.split(" | ")[0].split() for line in lines]


def main(folder: Path) -> None:
    """Write the table."""
    table: dict[str, list[str]] = defaultdict(list)
    for noun, kind in hyponyms(WordNet(folder), taught()).items():
        table[kind].append(noun)
    lines = [f"{kind}: {', '.join(sorted(nouns))}\n" for kind, nouns in sorted(table.items())]
    FILE.write_text(LICENSE + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
