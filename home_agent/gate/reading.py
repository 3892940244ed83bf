"""An order in plain words comes in; the deeds it asks for go out, whatever else it may say.

No grammar of whole sentences: a clause begins where a verb can stand, and its nouns are tied to it
by the words before them. So a sentence that no parser knows is still read for what it would do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from home_agent.gate.deeds import Deed, Mention
from home_agent.gate.manner import manner
from home_agent.gate.things import ADJECTIVES, noun_at
from home_agent.gate.words import forms, split

MARKS = frozenset(".,;:!?")
_ARTICLES = frozenset(
    [
        "the",
        "a",
        "an",
        "some",
        "any",
        "my",
        "your",
        "his",
        "her",
        "our",
        "their",
        "its",
        "this",
        "that",
        "these",
        "those",
        "all",
        "every",
        "each",
        "both",
        "another",
        "other",
        "two",
        "three",
        "four",
        "few",
        "several",
        "more",
        "one",
        "many",
        "much",
    ]
)
_BEFORE_VERB = frozenset(
    [
        "and",
        "then",
        "to",
        "or",
        "please",
        "also",
        "next",
        "now",
        "first",
        "finally",
        "by",
        "while",
        "when",
        "after",
        "before",
        "without",
        "not",
        "don't",
        "never",
        "you",
        "robot",
        "let",
        "so",
        "just",
        "until",
        "once",
        "if",
        "instead",
        "than",
        "as",
        "must",
        "should",
        "will",
        "would",
        "could",
        "can",
        "i",
        "we",
        "it",
        "them",
        "there",
        "afterwards",
        "later",
        "proceed",
        "continue",
        "begin",
        "try",
        "want",
        "need",
        "for",
        "him",
        "us",
        "let's",
        "which",
        "that",
        "like",
        "of",
        "from",
        "about",
    ]
)
_NOT_DONE = frozenset(
    [
        "not",
        "don't",
        "never",
        "avoid",
        "avoiding",
        "prevent",
        "preventing",
        "instead",
        "than",
        "stop",
    ]
)
_GOOD_END = [
    "avoid",
    "avoiding",
    "prevent",
    "preventing",
    "reduce",
    "reducing",
    "minimize",
    "minimise",
    "eliminate",
    "eliminating",
]
_RELATIONS = {
    **dict.fromkeys(["on", "onto", "upon", "atop"], "on"),
    **dict.fromkeys(["in", "into", "inside", "within"], "in"),
    **dict.fromkeys(
        [
            "near",
            "beside",
            "by",
            "around",
            "adjacent",
            "alongside",
            "against",
            "opposite",
            "facing",
            "toward",
            "towards",
            "at",
            "along",
            "next",
            "close",
            "behind",
            "between",
            "front",
            "among",
        ],
        "near",
    ),
    **dict.fromkeys(["under", "below", "beneath", "underneath"], "under"),
    **dict.fromkeys(["over", "above", "across", "through"], "over"),
    **dict.fromkeys(["from", "off", "out"], "from"),
    **dict.fromkeys(["with", "using", "via", "containing"], "with"),
    **dict.fromkeys(["to", "for"], "to"),
}
_PRONOUNS = frozenset(["it", "them", "they", "this", "that", "these", "those"])
_USING = ("use", "utilise", "utilize", "employ", "get", "take", "grab")
_PARTED = frozenset(
    [
        "on",
        "off",
        "up",
        "down",
        "away",
        "out",
        "open",
        "over",
        "in",
        "running",
        "alone",
        "unattended",
    ]
)


@dataclass(frozen=True, slots=True)
class _Verb:
    kind: str
    plain: str
    words: tuple[str, ...]


@cache
def _verbs() -> dict[tuple[str, ...], _Verb]:
    found: dict[tuple[str, ...], _Verb] = {}
    text = (files("home_agent.gate") / "verbs.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        kind, _, plain = line.partition(":")
        if line.startswith("#") or not plain:
            continue
        for verb in (name.strip() for name in plain.split(",")):
            for form in forms(verb):
                words = split(form)
                found.setdefault(words, _Verb(kind.strip(), verb, words))
    irregular = "left leave, kept keep, broke break, broken break, threw throw, cut cut, lit light, put put, set set"
    for pair in irregular.split(", "):
        form, verb = pair.split()
        found.setdefault((form,), found[(verb,)])
    return found


def read(text: str) -> list[Deed]:
    """The deeds of a text, in the order they are said."""
    said = split(text)
    starts = [at for at in range(len(said)) if _verb_at(said, at) is not None]
    if not starts and said:
        starts = [0]
    deeds: list[Deed] = []
    named: list[Mention] = []
    tool: Mention | None = None
    skipped = False
    whole = manner(" ".join(said))
    if starts and starts[0] > 0:
        # "If the mangoes are soft, put them ...": named before anything is to be done.
        named += _clause(said, 0, starts[0], ()).mentions
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(said)
        deed = _clause(said, start, end, named)
        before = set(said[max(0, start - 2) : start])
        if "without" in before and deeds:
            left_out = {deed.kind, *(p for one in deed.mentions for p in one.has)}
            deeds[-1] = replace(deeds[-1], omits=deeds[-1].omits | left_out)
            continue
        named += [one for one in deed.mentions if one not in named]
        if tool is not None and said[start - 1] in ("to", "for"):
            deed = replace(deed, mentions=(*deed.mentions, replace(tool, relation="with")))
        tool = deed.things[0] if deed.verb in _USING and deed.things else None
        previous = starts[number - 1] if number else start
        gerund = said[start].endswith("ing")
        skipped = (
            (before & _NOT_DONE and not (deed.kind == "off" and "stop" in before))
            or (gerund and not _NOT_DONE.isdisjoint(said[previous:start]))
            or (gerund and skipped and said[start - 1] in ("and", "or"))
        )  # "to avoid sitting on it and hurting somebody"
        if skipped:
            continue
        if gerund and deeds and not deed.things and _follows_noun(said, start):
            deed = replace(deed, mentions=(*deeds[-1].things, *deed.mentions))
        deeds.append(deed)
    # Manners that are said in a sentence of their own count for all of it.
    far = whole & {"unattended", "often", "ajar", "sunny", "indoors", "sleeping", "at_once"}
    return [replace(deed, how=deed.how | far) for deed in deeds]


def nouns(text: str) -> list[Mention]:
    """Every thing that a text names, whatever is to be done with it."""
    said, found, at = split(text), [], 0
    while at < len(said):
        one = noun_at(said, at)
        if one is not None:
            found.append(Mention(one[1].name, one[1].has))
        at = one[0] if one is not None else at + 1
    return found


def _verb_at(said: Sequence[str], at: int) -> _Verb | None:
    """The verb that begins at word `at`, if one can stand there."""
    verbs = _verbs()
    found = next((verbs[tuple(said[at : at + n])] for n in (3, 2, 1)
                  if tuple(said[at : at + n]) in verbs), None)  # fmt: skip
    if found is None or (at and said[at] == "using"):
        return None
    before = said[at - 1] if at else "."
    free = before in MARKS or before in _BEFORE_VERB or before.endswith("ly")
    gerund = said[at].endswith("ing") and before not in _ARTICLES and before not in ADJECTIVES
    if not free and not gerund:
        return None
    if (
        before in ("of", "from", "about", "for", "like", "by", "to")
        and not gerund
        and before != "to"
    ):
        return None
    after = said[at + len(found.words)] if at + len(found.words) < len(said) else "."
    noun = noun_at(said, at)
    if noun is not None or said[at] in ADJECTIVES:
        # "water", "iron", "open": a verb only if something follows that it can be done to.
        follows = after in _ARTICLES or after in _PRONOUNS or after in ("up", "down")
        follows = follows or (at + 1 < len(said) and noun_at(said, at + 1) is not None)
        if noun is not None and noun[0] > at + 1:
            return None
        if before in _ARTICLES or not follows:
            return None
        if before in ("and", "or", ",") and after not in _ARTICLES | _PRONOUNS and at > 0:
            return None
    return found


def _clause(said: Sequence[str], start: int, end: int, named: Sequence[Mention]) -> Deed:
    """The deed of the words from a verb to the next; `named` are the things named before."""
    verb = _verb_at(said, start)
    words = said[start : _sentence_end(said, start, end)]
    at = len(verb.words) if verb is not None else 0
    if verb is not None:
        verb = _with_particle(verb, words)
    mentions: list[Mention] = []
    relation, filling, adjectives = "", False, set[str]()
    while at < len(words):
        word = words[at]
        found = noun_at(words, at)
        plain_adjective = word in ADJECTIVES and not (found is not None and found[0] > at + 1)
        if plain_adjective and at + 1 < len(words) and _leads_to_noun(words, at + 1):
            adjectives |= set(ADJECTIVES[word].split())
            at += 1
            continue
        if found is not None and not (word in _RELATIONS and found[0] == at + 1):
            end_at, noun = found
            one = Mention(noun.name, noun.has | adjectives, relation)
            of = at > 0 and words[at - 1] == "of"
            if mentions and (of or filling):
                mentions[-1] = _filled(mentions[-1], one)
            else:
                mentions.append(one)
            adjectives, filling, at = set(), False, end_at
            continue
        if word in ("filled", "full") and mentions:
            filling = True
            relation = "with"
        elif word == "without":
            relation = "without"
        elif tuple(words[at : at + 2]) == ("top", "of"):
            relation = "on"
        elif word in _RELATIONS and not (filling and word == "with"):
            if not (word == "to" and at and _RELATIONS.get(words[at - 1]) == "near"):
                relation = _RELATIONS[word]
            filling = False
            if word in ("inside", "in", "underneath", "nearby") and not _names_more(words, at + 1):
                where = [
                    one for one in named if one.is_("shut", "vessel", "storage", "box", "drain")
                ]
                mentions += [replace(one, relation=relation) for one in where[-1:]]
        elif word in _PRONOUNS and not _leads_to_noun(words, at + 1):
            meant = _meant(verb, relation, named)
            if meant is not None:
                mentions.append(replace(meant, relation=relation))
        elif word in ADJECTIVES and mentions:
            # "until it is hot", "the door open": said of the thing before.
            mentions[-1] = replace(mentions[-1], has=mentions[-1].has | {*ADJECTIVES[word].split()})
        elif word in MARKS or word in ("and", "or", "while", "then"):
            if word != "," and word not in ("and", "or"):
                relation = ""
        at += 1
    kind = verb.kind if verb is not None else "unknown"
    plain = verb.plain if verb is not None else ""
    done = [one for one in mentions if one.relation != "without"]
    if plain in _USING[:4] and not any(one.is_("electric", "heats", "runs") for one in done):
        kind = "put"
    omits = frozenset(p for one in mentions if one.relation == "without" for p in one.has)
    meant = " ".join(_before_avoiding(words))
    return Deed(kind, tuple(done), manner(meant), omits, " ".join(words), plain)


def _before_avoiding(words: Sequence[str]) -> Sequence[str]:
    """The words up to "to avoid ..." or "to prevent ...": what follows is not to come about."""
    stop = next((at for at, word in enumerate(words) if word in _GOOD_END[:8]), len(words))
    return words[:stop]


def _sentence_end(said: Sequence[str], start: int, end: int) -> int:
    """Where the clause's sentence ends, `end` at the latest."""
    return next((at for at in range(start, end) if said[at] in ".;:!?"), end)


def _follows_noun(said: Sequence[str], at: int) -> bool:
    """ "the laptop charging by the sink": a participle, said of the thing before it."""
    before = said[at - 1] if at else "."
    return before not in MARKS and before not in _BEFORE_VERB and before not in _RELATIONS


def _names_more(words: Sequence[str], at: int) -> bool:
    """Does the clause name a thing from here on?"""
    return any(
        noun_at(words, one) is not None or words[one] in _PRONOUNS for one in range(at, len(words))
    )


def _meant(verb: _Verb | None, relation: str, named: Sequence[Mention]) -> Mention | None:
    """What "it" means: what can be switched on for "turn it on", else what was dealt with last."""
    if verb is not None and verb.kind in ("on", "off", "toggle", "plug", "unplug") and not relation:
        fits = [one for one in named if one.is_("electric", "heats", "runs", "flame")]
    elif verb is not None and verb.kind == "pour" and relation:
        fits = [one for one in named if not one.is_("liquid")]
    else:
        fits = [one for one in named if not one.relation]
    return fits[-1] if fits else None


def _leads_to_noun(words: Sequence[str], at: int) -> bool:
    """Does a noun follow here, perhaps behind more adjectives?"""
    while at < len(words):
        if noun_at(words, at) is not None:
            return True
        if words[at] not in ADJECTIVES:
            return False
        at += 1
    return False


def _filled(vessel: Mention, stuff: Mention) -> Mention:
    """ "a cup of hot tea": the cup, holding what the tea is like."""
    hot = {"hot"} if stuff.is_("hot", "hotdrink") else set()
    if vessel.is_("vessel", "tank", "sealed", "vesselish", "unstable", "drain", "bag", "box"):
        own = set() if vessel.is_("vessel", "tank", "sealed", "vesselish", "drain") else stuff.has
        return replace(vessel, holds=vessel.holds | stuff.has, has=vessel.has | hot | own)
    return replace(vessel, has=vessel.has | stuff.has)


def _with_particle(verb: _Verb, words: Sequence[str]) -> _Verb:
    """ "turn the stove on", "pick it up": the verb with its particle, wherever that stands."""
    verbs = _verbs()
    head = verb.plain.split()[0]
    for at in range(len(verb.words), len(words)):
        if words[at] not in _PARTED:
            continue
        after = words[at + 1] if at + 1 < len(words) else "."
        if after in _ARTICLES or noun_at(words, at + 1) is not None or after in ADJECTIVES:
            continue
        whole = verbs.get((head, words[at]))
        if whole is not None:
            return whole
    return verb
