"""The words after a person come in; what they say of gesture, pose and clothes goes out.

"raising their left arm", "who is sitting down", "wearing a red t-shirt", "in the blue coat".
"""

from __future__ import annotations

from collections.abc import Iterator

from home_agent.language.words import COLOURS, longest, table, word_set

Said = tuple[str, ...]
About = tuple[str, str]
POSING = word_set("waving raising pointing sitting standing lying seated kneeling")
_WHOSE = ("their", "his", "her", "the", "a", "one", "an")
_SIDES = ("left", "right")
_POSES = table(
    """
    sitting: sitting, sitting down, seated, sat, sat down
    standing: standing, standing up
    lying: lying, lying down, laying down, lying on the ground
    kneeling: kneeling, kneeling down
    """
)
_GARMENTS = word_set(
    """shirt tshirt blouse sweater coat jacket jumper dress skirt trousers jeans hat cap scarf
    hoodie cardigan suit uniform shorts tie vest pullover anorak gown apron shoes boots
    pyjamas pajamas top robe"""
)
_WEARING = table("wears: wearing, dressed in, in, with, who wears, that wears, who has")


def looks(said: Said, at: int) -> Iterator[tuple[int, About]]:
    """What is said of a person from word `at` on: (end, (attribute, value))."""
    if at >= len(said):
        return
    posed = longest(said, at, _POSES)
    if posed is not None:
        yield posed[0], ("pose", posed[1])
    yield from _gesture(said, at)
    worn = longest(said, at, _WEARING)
    if worn is not None:
        found = clothes(said, worn[0])
        if found is not None:
            yield found[0], ("clothes", found[1])


def _gesture(said: Said, at: int) -> Iterator[tuple[int, About]]:
    word, rest = said[at], said[at + 1 : at + 4]
    if word == "waving":
        yield at + 1, ("gesture", "waving")
        if rest[:1] == ("at",) and rest[1:2] and rest[1] in ("me", "us", "you"):
            yield at + 3, ("gesture", "waving")
    if word == "pointing":
        skipped = tuple(w for w in rest if w not in ("to", "at", "the"))
        if skipped and skipped[0] in _SIDES:
            yield at + 2 + rest.index(skipped[0]), ("gesture", f"pointing {skipped[0]}")
    raised = word == "raising" and rest[:1] and rest[0] in _WHOSE
    if raised and rest[1:2] and rest[1] in _SIDES and rest[2:] in (("arm",), ("hand",)):
        yield at + 4, ("gesture", f"raising {rest[1]} arm")
    up = said[at + 4 : at + 5] in (("raised",), ("up",))
    if word == "with" and up and rest[1] in _SIDES and rest[2] in ("arm", "hand"):
        yield at + 5, ("gesture", f"raising {rest[1]} arm")


def clothes(said: Said, at: int) -> tuple[int, str] | None:
    """The piece of clothing said at word `at`, in the singular: (end, "red t shirt")."""
    if at < len(said) and said[at] in (*_WHOSE, "some"):
        at += 1
    words: list[str] = []
    while at < len(said) and (said[at] in COLOURS or said[at] in ("dark", "light", "t")):
        words.append(said[at])
        at += 1
    if at >= len(said):
        return None
    piece = said[at]
    single = piece.removesuffix("s") if piece.removesuffix("s") in _GARMENTS else piece
    if single not in _GARMENTS:
        return None
    return at + 1, " ".join([*words, single]).replace("tshirt", "t shirt")
