"""Words come in, their ARPAbet pronunciations come out: from cmudict, else from espeak's ear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from voice.espeak import library

Phones = tuple[str, ...]
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")

# espeak-ng's en-us phonemes (longest first when read) as the 39 phones of cmudict.
IPA_TO_ARPABET: Mapping[str, str] = {
    "aɪɚ": "AY ER", "aʊɚ": "AW ER", "aɪə": "AY AH", "ɔːɹ": "AO R", "ɑːɹ": "AA R",
    "oːɹ": "AO R", "ɛɹ": "EH R", "ɪɹ": "IH R", "ʊɹ": "UH R", "tʃ": "CH", "dʒ": "JH",
    "aɪ": "AY", "aʊ": "AW", "ɔɪ": "OY", "eɪ": "EY", "oʊ": "OW", "əʊ": "OW", "əl": "AH L",
    "ɑ̃": "AA N", "ɔ̃": "AO N", "iə": "IY AH", "uə": "UW AH", "ɚ": "ER",
    "ɜ": "ER", "ɝ": "ER", "ə": "AH", "ɐ": "AH", "ʌ": "AH", "a": "AE", "æ": "AE", "ɑ": "AA",
    "ɒ": "AA", "ɔ": "AO", "o": "OW", "e": "EY", "ɛ": "EH", "i": "IY", "ɪ": "IH", "ᵻ": "AH",
    "u": "UW", "ʊ": "UH", "y": "UW", "ø": "ER", "b": "B", "d": "D", "f": "F", "ɡ": "G",
    "g": "G", "h": "HH", "j": "Y", "k": "K", "l": "L", "ɬ": "L", "m": "M", "n": "N",
    "ŋ": "NG", "p": "P", "ɹ": "R", "r": "R", "s": "S", "ʃ": "SH", "t": "T", "ɾ": "T",
    "ʔ": "T", "θ": "TH", "ð": "DH", "v": "V", "w": "W", "x": "K", "ç": "HH", "z": "Z",
    "ʒ": "ZH",
}  # fmt: skip
LONGEST = max(map(len, IPA_TO_ARPABET))


def split(text: str) -> list[str]:
    """The words of `text` in lower case, without punctuation."""
    return WORD.findall(text.lower())


def read_cmudict(path: Path, words: Iterable[str]) -> dict[str, list[Phones]]:
    """All pronunciations of those of `words` that the dictionary at `path` knows."""
    wanted = set(words)
    found: dict[str, list[Phones]] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            entry, _, phones = line.partition(" ")
            word = entry.partition("(")[0]
            if word in wanted:
                found.setdefault(word, []).append(tuple(phones.split()))
    return found


def guess(word: str) -> Phones:
    """How espeak-ng would say `word` in American English, in ARPAbet; empty when it cannot."""
    if not any(char.isascii() and char.isalnum() for char in word):
        # espeak-ng would name the script ("Chinese letter"), which nobody says.
        return ()
    phones: list[str] = []
    for phoneme in library().phonemes(word):
        ipa = phoneme.translate(str.maketrans("", "", "ˈˌ̩̃ʲ"))
        at = 0
        while at < len(ipa):
            for size in range(LONGEST, 0, -1):
                piece = ipa[at : at + size]
                if piece in IPA_TO_ARPABET and len(piece) == size:
                    phones += IPA_TO_ARPABET[piece].split()
                    at += size
                    break
            else:
                at += 1
    # cmudict has no R after ER: "mirroring" is M IH R ER IH NG.
    pairs = zip(phones, ["", *phones], strict=False)
    return tuple(phone for phone, before in pairs if (before, phone) != ("ER", "R"))


def pronounce(words: Iterable[str], path: Path) -> dict[str, list[Phones]]:
    """Pronunciations of all `words` that can be said, by the dictionary at `path` or by `guess`."""
    wanted = sorted(set(words))
    found = read_cmudict(path, wanted)
    for word in wanted:
        if word not in found and (phones := guess(word)):
            found[word] = [phones]
    return found


def write(entries: Mapping[str, Iterable[Phones]]) -> str:
    """The text of a dictionary file that pocketsphinx reads."""
    lines = []
    for word, ways in entries.items():
        for number, phones in enumerate(ways, 1):
            mark = f"({number})" if number > 1 else ""
            lines.append(f"{word}{mark} {' '.join(phones)}")
    return "\n".join(lines) + "\n"
