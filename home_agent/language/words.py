"""The small words of English: tables of openers, describing words, relations and joints go out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

Words = tuple[str, ...]
LONGEST = 6


def table(text: str) -> dict[Words, str]:
    """A table from lines such as "on: on, on top of": each phrase after the colon -> its name."""
    found: dict[Words, str] = {}
    for line in text.strip().splitlines():
        name, _, rest = line.partition(":")
        for phrase in rest.split(","):
            if phrase.strip():
                found[tuple(phrase.split())] = name.strip()
    return found


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def longest(words: Words, at: int, entries: Mapping[Words, str]) -> tuple[int, str] | None:
    """The longest entry that begins at word `at`: where it ends and what it means."""
    for end in range(min(len(words), at + LONGEST), at, -1):
        meaning = entries.get(words[at:end])
        if meaning is not None:
            return end, meaning
    return None


_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty"""
_TENS = "thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: value for value, word in enumerate(_UNITS.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), 3)
}

COLOURS = word_set(
    """red orange yellow green blue purple pink brown black white grey
    turquoise silver gold golden beige cyan violet magenta navy teal maroon cream lilac crimson"""
)
MATERIALS = word_set(
    """ceramic plastic glass metal wooden wood paper cardboard steel leather rubber
    wool woollen cotton fabric porcelain china tin stone silicone copper iron aluminium"""
)

# What one says for the same: the belief's word is compared by its group.
SAME_VALUE = {
    "large": "big",
    "huge": "big",
    "little": "small",
    "tiny": "small",
    "wooden": "wood",
    "golden": "gold",
    "warm": "hot",
    "cool": "cold",
    "chilled": "cold",
    "porcelain": "ceramic",
    "china": "ceramic",
    "violet": "purple",
    "steel": "metal",
    "aluminium": "metal",
    "iron": "metal",
    "copper": "metal",
    "navy": "blue",
    "teal": "turquoise",
    "cyan": "turquoise",
}


@cache
def describing() -> Mapping[str, tuple[str, str]]:
    """Describing word -> (attribute, value): "red" -> ("colour", "red")."""
    groups = {
        "size": """big large huge small little tiny medium tall short long thin thick wide narrow
            biggest largest smallest tallest longest shortest thinnest thickest heaviest lightest
            bigger smaller larger heavy""",
        "temperature": "hot cold warm cool chilled frozen lukewarm coldest hottest warmest",
        "state": """clean dirty empty full open closed opened shut broken fresh ripe used unused
            wet dry washed unwashed rotten cleanest dirtiest spare
            ripest freshest fullest""",
        "pattern": "striped dotted checked flowered plain spotted patterned",
        "shape": "round square rectangular oval flat",
        "age": "old new young oldest newest youngest",
        "gesture": "waving",
        "pose": "sitting standing lying seated kneeling",
        "position": """left right top bottom upper lower middle leftmost rightmost nearest closest
            corner farthest furthest highest lowest""",
        "order": "first second third fourth fifth",
    }
    found = {word: ("colour", word) for word in COLOURS}
    found |= {word: ("material", word) for word in MATERIALS}
    for name, text in groups.items():
        found |= {word: (name, word) for word in text.split()}
    return found


@cache
def openers() -> Mapping[Words, str]:
    """What can begin a noun phrase -> the quantifier it stands for."""
    found = table(
        """
        a: a, an, one, a single, a piece of, a bit of, one single, a slice of, a sheet of
        the: the, this, that, these, those, my, your, our, the same, that one, my own
        all: all, all the, all of the, all my, every, each, all of my, every single, all these
        both: both, both the, both of the, both my, the both
        another: another, the other, one other, one more, another one of the, some other
        any: any, any of the, one of the, any one of the, either, whichever, whatever, either the
        any: any other
        some: some, some of the, slices of, pieces of, a bunch of, a handful of, plenty of, a few
        some: several, a few of the
        twelve: a dozen, dozen
        six: half a dozen
        two: a couple of, a pair of, the pair of, couple of, a couple
        """
    )
    for word, value in NUMBERS.items():
        if 2 <= value <= 12:
            for before, after in (((), ()), (("the",), ()), ((), ("of", "the")), (("my",), ())):
                found[(*before, word, *after)] = word
            found[(str(value),)] = word
    return found


@cache
def relations() -> Mapping[Words, str]:
    """What ties a thing to a place or another thing -> the relation's name."""
    return table(
        """
        on: on, on top of, atop, on the top of, sitting on, lying on, standing on, resting on
        in: in, inside, inside of, within, into, located in, placed in, kept in, stored in
        under: under, underneath, below, beneath
        next to: next to, beside, right next to, alongside, adjacent to, to the side of
        near: near, close to, by, nearby, near to, around
        behind: behind, in back of
        in front of: in front of, before, opposite
        left of: left of, to the left of, on the left of, on the left side of
        right of: right of, to the right of, on the right of, on the right side of
        above: above, over
        at: at
        from: from, out of, off, off of, from inside, from the top of, from on top of, from off
        with: with, containing
        """
    ) | {
        (*said.split(), *words): name
        for said in (
            *("sitting", "lying", "standing", "placed", "left", "located", "lies", "sits"),
            *("i left", "we left", "i put", "you put", "kept", "stored", "hanging"),
        )
        for words, name in table(
            "on: on\nin: in, inside\nunder: under\nnext to: next to, beside\nat: at\n"
            "near: near, by, close to\nbehind: behind\nin front of: in front of"
        ).items()
    }


EXCLUDING = table(
    "but: but not, but not the ones, except, except for, excluding, other than, apart from, "
    "not, besides, and not, rather than, instead of"
)
THAT_IS = table(
    "is: that, that is, which is, that are, which are, who is, that was, who are, that you see, "
    "which"
)
NEVER = table(
    "no: do not, never, you must not, you should not, please do not, do not ever, must not"
)
CORRECTING = table(
    "no: no, no wait, no not that, i mean, i meant, sorry, or rather, rather, actually, make "
    "that, scratch that, wait no, no sorry, sorry i mean, no i mean, correction, no actually, "
    "oh no, no i meant, oh wait, or no, oh sorry, ah no, or wait, oh i mean, hang on, well "
    "actually, i meant to say, no make that, sorry no, i mean no, wait, well no, or actually, "
    "no no"
)
ANYTHING = {
    "anything": "any",
    "something": "a",
    "everything": "all",
    "whatever": "any",
}
PRONOUNS = {
    "it": "thing",
    "them": "things",
    "they": "things",
    "these": "things",
    "those": "things",
    "this": "thing",
    "that": "thing",
    "one": "same",
    "him": "person",
    "her": "person",
    "he": "person",
    "she": "person",
    "there": "place",
    "here": "speaker",
    "me": "speaker",
    "i": "speaker",
    "myself": "speaker",
    "us": "speaker",
    "you": "robot",
    "yourself": "robot",
}

JOINTS = table(
    "and: and, then, and then, and after that, after that, and also, also, and afterwards, "
    "afterwards, and finally, finally, next, and next, and now, as well as, plus, and when done, "
    "and once done, when you are done, and when you are done, and please, followed by"
)
LEADS = table(
    "lead: please, would you like to, kindly, but, only, hello there, thanks, thank you, like, "
    "you know, i think, i guess, i was wondering if, i wonder if, i would appreciate it if, let "
    "us see, let me see, off, it would be lovely if, it would be nice if, it would be great if, "
    "any chance, oh, ah, yes, is there any chance, sorry, sorry to bother you but, sorry to "
    "bother you, right then, now then, go on then, would it be possible for, for you to, you "
    "to, you could not, do not hesitate to, come on, i know, good morning, good evening, my "
    "dear robot, dear, for now, maybe, perhaps, when you get a chance, when you have time, when "
    "you can, if you have time, i say, alright, off you, all right, could you just, can you "
    "just, i just need you to, it is time to, time to, why not, why do not you, could we, can "
    "we, shall we, you can, are you free to, be sure to, for your information, just so you "
    "know, if it is not too, much trouble, if you do not mind, after that, possibly, i was "
    "hoping, feel free to, if it is ok with you, if it is all right, can someone, could "
    "someone, would someone, can somebody, could somebody, someone please, i want someone to, "
    "is it possible to, it is your job to, your job is to, i ask you to, i am asking you to, i "
    "beg you to, would you please, will you please, do please, you ought to, you had better, "
    "you have to, i would like it if, when you are ready, as soon as you can, in that case, by "
    "the way, anyway, robot, hey, hey robot, hello, hi, ok, ok robot, hello robot, hi robot, "
    "could you, can you, would you, will you, could you please, can you please, would you be so "
    "kind as to, would you be able to, are you able to, i want you to, i would like you to, i "
    "need you to, do you think you could, would you mind, do you mind, you should, you must, "
    "you need to, your task is to, let us, try to, try and, make sure to, go and, go ahead and, "
    "be so kind as to, be a dear and, be so good as to, first, firstly, now, next, finally, "
    "also, then, well, so, right, look, listen, excuse me, dear robot, just, it would be nice "
    "if you could, it would be great if you could, if you could, if you would, hurry up and, "
    "quickly, immediately, have a look and, go, go over and, run and, come and, i want to ask "
    "you to, i would be glad if you could, i wonder if you could, may i ask you to, can i ask "
    "you to, you could, do me a favour and, do me a favor and, please go and, would it be "
    "possible to, remember to, do not forget to, we need you to, how about, what about, if you "
    "would not mind, i hate to ask but, pretty, you there, one more thing, before i forget, as "
    "i said, could ya, be a love and, oh and, and, would you be a love and, i was going to ask "
    "you to, could i ask you to, would you kindly, can i get you to, could i get you to, if "
    "possible, whenever you can, if you get a chance, as usual, hurry and, see to it that you, "
    "why do you not, how about you, what if you, suppose you, you might want to, you may, "
    "please do, you are to, your next task is to, the next thing is to, after that please, "
    "somebody should, someone should, someone has to, somebody has to, someone needs to"
)
LIGHT = table(
    "light: please, first, possibly, too, kindly, just, quickly, now, carefully, gently, "
    "slowly, thanks, thank you, ok, maybe, perhaps, for me, for us, if you can, if you would, "
    "if possible, right now, right away, as soon as possible, immediately, would you, will you, "
    "could you, can you, at once, robot, thank you very much, thanks a lot, if you please, if "
    "you do not mind, at the moment, as well, again, directly, straight away, when you can, "
    "when you have time, over, together, alone, all, all right, alright, really, safely"
)
