"""More ways to speak to and of people, to ask, to count and to tell: one template a line.

Written like those in sayings.py; the two tables are read as one.
"""

from __future__ import annotations

SUPERLATIVES = (
    "biggest", "largest", "smallest", "tallest", "shortest", "longest", "heaviest", "lightest",
    "thinnest", "thickest", "widest", "narrowest", "coldest", "hottest", "warmest", "oldest",
    "newest", "youngest", "cleanest", "nearest", "closest", "highest", "lowest", "fullest",
    "ripest", "freshest", "farthest", "furthest", "softest", "hardest", "dirtiest",
)  # fmt: skip
PROPERTIES = ("name", "pose", "posture", "gesture", "age", "clothes", "colour", "size", "shape")
STATES = (
    "open", "closed", "shut", "on", "off", "empty", "full", "clean", "dirty", "running", "locked",
    "hot", "cold", "finished", "done", "ready",
)  # fmt: skip


def _each(slot: str, words: tuple[str, ...]) -> str:
    return "(" + "|".join(f"{word} {{{slot}={word}}}" for word in words) + ")"


_MOST = _each("attribute", SUPERLATIVES)
_OF = _each("property", PROPERTIES)
_IS = _each("property", STATES)
_ON = "(on|in|at|inside|around)"

SAYINGS_PEOPLE = {
    "follow": """
        (follow|come with|go after|trail|walk with|go with|stay with|walk behind|accompany) {person}
        (stay|keep) (close to|near|behind|by) {person}
        (follow|come with|go after|walk behind) {person} [from {source}] (to|into) {to}
        (follow|come with|go after|walk behind) {person} from {source}
        follow [along]
        (come|tag) along [with {person}]
        """,
    "guide": """
        (guide|lead|escort|take|show|walk|accompany|conduct|usher) {person} [from {source}] \
            (to|into) {to}
        ~ bring {person} [from {source}] (to|into) {to}
        show {person} the way to {to}
        (guide|lead|escort) {person}
        help {person} find {to}
        show {person} where {to} (is|are)
        show {person} (out|the way out) {to=the door}
        """,
    "meet": """
        (meet|get to know|make the acquaintance of) {person} [(at|in|by|near|on) {place}]
        (meet|get to know) {person} [(at|in|by) {place}]
        """,
    "greet": """
        (greet|welcome|salute|say (hello|hi) to) {person} \
            [(at|in|by|near|on) {place}]
        introduce yourself to {person} [(at|in|by|near|on) {place}]
        """,
    "tell": """
        (tell|inform|notify) {to} [that|about|of] {text}
        (say|tell|announce) {text} to {to}
        say to {to} [that] {text}
        (say|announce) {text}
        ~ tell {text}
        wish {to} [a] {text}
        announce that {text}
        let {to} know [that|about] {text}
        ask {to} {text}
        give {to} (the|this) message [that] {text}
        (pass|relay) the message to {to} [that] {text}
        """,
    "answer": """
        answer [a|the|his|her|their|my|any|some] (question|questions|quiz)
        answer [a|the|any|some] (question|questions|quiz) (of|from|by) {person}
        answer {person}
        ~ what (is|are|do|does|day|time|can|did|was) {text}
        ~ who (are|is|made|built) {text}
        ~ how (old|far|long|much|tall|big|is|are|do|does|warm|cold|heavy) {text}
        ~ why (did|do|are|is|have) {text}
        ~ when (is|does|will|do) {text}
        ~ (whose|which) {text}
        ~ where (do|are) you {text}
        what is up
        ~ (did|have) you (close|closed|open|opened|turn|turned|switch|switched|clean|cleaned|put| \
            bring|brought|tell|told|lock|locked|finish|finished|do|done) {{text}}
        ~ who am i
        ~ where should (i|we|you) {{text}}
        """,
    "count": f"""
        count [how many|up|all] {{thing}} [{_ON} {{place}}]
        count [how many|up|all] {{person}} [{_ON} {{place}}]
        (count how many|count|how many|tell me how many|check how many|say how many|find out how \
            many) ({{thing}}|{{person}}) \
            (are [there]|there are|can you see|do you see|do we have|are lying|are standing|are \
            sitting|are left|have we|do we have left) [{_ON} {{place}}]
        ~ (how many|tell me how many|count how many) ({{thing}}|{{person}}) [{_ON} {{place}}]
        [count|tell me] how many {{place}} [are] [there] [are]
        ~ (tell me|what is|say) the number of ({{thing}}|{{person}}) [{_ON} {{place}}]
        """,
    "compare": f"""
        [tell me|say] (what|which|who) (is|are) the {_MOST} [of the|of] ({{thing}}|{{person}}) \
            [{_ON} {{place}}]
        [tell me|say] (what|which) ({{thing}}|{{person}}) [{_ON} {{place}}] (is|are) [the] {_MOST}
        [tell me|say] which (of the|of) ({{thing}}|{{person}}) [{_ON} {{place}}] (is|are) [the] \
            {_MOST}
        tell me the {_MOST} ({{thing}}|{{person}}) [{_ON} {{place}}]
        """,
    "describe": f"""
        describe ({{place}}|{{thing}}|{{person}}) [to me|for me]
        what [else] (is|are) [there|lying|standing] {_ON} {{place}}
        [tell me] what (do you see|can you see|you see|you can see) [{_ON} {{place}}]
        what (do we have|have we got|do we keep) {_ON} {{place}}
        [do you know] is there (anyone|anybody|someone|somebody) {_ON} {{place}} \
            {{person=a person}}
        (look around|have a look around|look round) [in {{place}}]
        (take|have) a look (at|in) {{place}}
        (tell me|say|show me) what (is|are|you see) [there|lying] {_ON} {{place}}
        what (is|are) (next to|near|under|behind|beside) {{thing}} {{property=nearby}}
        [tell me] what (is|are) (the things|the objects|the items|things|objects) {_ON} {{place}}
        [tell me] what (things|objects|items) (are|can you see) [there] {_ON} {{place}}
        [tell me] who (is|are) [there] {_ON} {{place}} {{person=a person}}
        [do you know] is (anyone|anybody|someone|somebody) {_ON} {{place}} {{person=a person}}
        (tell|say|report) [me] [what is] the {_OF} of ({{person}}|{{thing}}) [{_ON} {{place}}] \
            [to {{to}}]
        what is the {_OF} of ({{person}}|{{thing}}) [{_ON} {{place}}]
        [tell me] what (colour {{property=colour}}|size {{property=size}}|shape \
            {{property=shape}}) (is|are) {{thing}}
        [tell me] what (is|are) {{person}} [{_ON} {{place}}] wearing {{property=clothes}}
        (tell me|check|see|find out) (if|whether) ({{place}}|{{thing}}) (is|are) {_IS}
        (is|are) ({{place}}|{{thing}}) {_IS}
        ~ (is|are) {{thing}} {_IS} {_ON} {{place}}
        """,
    "where_is": """
        (where|where about) (is|are) ({thing}|{person}) [now|at|kept]
        where (am|is) {person} [now]
        [do you] (remember|recall) where (i|we|you) (put|left|saw) {thing}
        where did {thing} go
        when was ({thing}|{person}) last seen
        where (did|have) (i|you|we) (leave|put|left|see|seen) {thing}
        where (can|could|do) (i|we|you) (find|keep|see) ({thing}|{person})
        (where|when) did you [last] (see|leave|put) ({thing}|{person}) [last]
        where (do|does) {thing} (belong|go|live)
        [do you] know where ({thing}|{person}) (is|are)
        [do you] know where (i|you|we) (left|put) {thing}
        (tell|show) me where ({thing}|{person}) (is|are)
        (have|did|can|do) you (seen|see|find|found) ({thing}|{person}) [anywhere|around]
        (have we got|have you got|do we have|do you have|have we) {thing} [left]
        [in] (which|what) room (is|are) ({thing}|{person}) [in]
        whereabouts (is|are) ({thing}|{person})
        ~ (is|are) [there] {thing} [there|left]
        ~ is {person} [at] [home]
        ~ is {person} (in|at) {place}
        what place (is|are) {thing} in
        """,
    "remember": """
        [remember|note|know|learn|keep in mind] [that] {thing} (is|are|belongs|belong|goes| \
            go|lives|live) [always|kept|stored|now|usually] (in|on|at|to|inside|under|near) {place}
        (remember|note|learn) [that] {thing} (is|are|belongs|belong|goes|go) {place}
        (i|we) (put|left|keep|store|stored|moved|have moved|have put|have left|always keep) \
            {thing} (in|on|at|inside|to|into) {place}
        (remember|note|keep in mind|do not forget|learn) [that] {text}
        {thing} (is|are|belongs|belong) [kept|now|usually] (in|on|at|inside) {place}
        (this is|this room is|this place is) (the|my|our|your|called|where) {text}
        ~ (this is|that is|these are|those are) {thing}
        {thing} (is|are) (under|behind|by|near|next to|beside|on top of) {place}
        call this {text}
        my (name|birthday|room|desk|bed|chair|mug|email|password|doctor) is {text}
        my (favourite|favorite) (colour|food|drink|book|mug|cup|room|song|snack) is {text}
        (you can|just|please) call me {text}
        i am called {text}
        (we|people) call (this|it) {text}
        ~ {thing} (is|are) (mine|ours|yours)
        ~~~ {thing} is [called] {place}
        """,
    "recall": """
        what (have|did) (i|we|they) (tell|told|say|said) [to] you [about {about}]
        what did (i|we) say about {about}
        what (were|have been|are) you told [about {about}]
        what (do|did|can) you (remember|know|recall) [about {about}]
        what have you (remembered|noted|learnt|learned|kept) [about {about}]
        [do you] (remember|recall) what (i|we) (told|said to) you [about {about}]
        (tell me|say) what you (know|remember) [about {about}]
        do you (know|remember) (anything|something) [about {about}]
        """,
    "forget": """
        forget [about|that|where] {thing} [is|are|was|were]
        forget (what|everything|all) (i|we) (told|have told|said to) you [about {about}]
        forget everything [about {about}]
        forget (what|all|everything) you (know|remember|were told) [about {about}]
        ~ forget (about|that) {about}
        """,
    "remind": """
        remind {person} (to|that|about|of) {text}
        ~ remind {person} {text}
        ~ wake {person} [up] {text=wake up}
        (set|start|make) (a|an|the) (timer {text=timer}|alarm {text=alarm})
        """,
}
