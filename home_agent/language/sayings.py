"""More ways to ask for the skills of the house: a table by skill name, one template a line.

"~" before a template makes it less likely than another that fits the same words.
"""

from __future__ import annotations

SAYINGS = {
    "go_to": """
        (go|walk|drive|move|head|navigate|travel|run|return|proceed|roll) [back|over| \
            straight] (to|into|towards|toward|in|inside) {place}
        (go|walk|move|drive) {place}
        ~ (stand|wait|stay) {place}
        (come|go) back to {place}
        (go|come) (there|over there) {place=there}
        (come|go|get) [over|back] to {place}
        (come|get) [back] (here|over here) {place=me}
        come back {place=me}
        (visit|enter|reach|approach|leave for) {place}
        (stand|wait|stay) (by|at|in|near|next to) {place}
        find your way to {place}
        """,
    "find": """
        (find|locate|spot|seek|track down|hunt for|hunt down) [me] {thing} [(in|at|inside| \
            around) {place}]
        (look|search|check) [around] for {thing} [(in|at|inside|around|on) {place}]
        (look|search) (in|at|inside|around|on) {place} for {thing}
        search {place} for {thing}
        (find|look for|search for|locate|meet) {person} [(in|at|inside) {place}]
        (look|search) (in|at|inside) {place} for {person}
        see if you can find {thing} [in {place}]
        i (am looking for|can not find|lost|have lost) {thing}
        can not find {thing}
        find out where {thing} (is|are)
        """,
    "fetch": """
        (bring|get|fetch|carry|deliver|take) {to} {thing} [(from|off|out of) {source}]
        (bring|get|fetch|carry|deliver|take) {thing} [(from|off|out of) {source}] (to|over to| \
            for) {to}
        (bring|get|fetch) {thing} [(from|off|out of) {source}] [to me|for me|here|back|over \
            here|over]
        (bring|get|fetch) [me] {thing} back
        go (get|fetch) [me] {thing} [(from|off|out of) {source}]
        (bring|get|fetch) from {source} {thing}
        (bring|fetch|get) me from {source} {thing}
        i (want|need|would like|would love|could use|fancy) [to have] {thing} [from {source}]
        i (want|need|would like) you to (bring|get|fetch) [me] {thing}
        (may|can|could) i (have|get) {thing} [from {source}]
        (could|can) you get me {thing}
        (retrieve|collect|obtain) {thing} [from {source}] [for me]
        (retrieve|collect) {thing} from {source} (for|to|and bring it to) {to}
        grab me {thing} [(from|off|out of) {source}]
        ~ grab {to} {thing} [from {source}]
        ~ i am (thirsty|very thirsty|so thirsty) {thing=a drink}
        ~ i am (hungry|very hungry|so hungry|starving) {thing=a snack}
        ~ i have a headache {thing=the medicine bottle}
        ~ i am bored {thing=a book}
        ~~ (give|hand|pass) {to} {thing} from {source}
        ~~~ (give|hand|pass) {to} {thing}
        ~~~ (give|hand|pass) {thing} to {to}
        """,
    "put": """
        (put|place|set|lay|leave|drop|store|stick|rest|position|deposit|return|stow|stand| \
            stash) {thing} [down|back|away] (on|in|into|inside|on top of|to|at|over|within| \
            onto) {place}
        (put|place|set|lay|leave|drop|store|position|deposit) [down] {thing} [down|back] {place}
        (put|place|set|lay|drop) down {thing} (on|in|at) {place}
        (bring|take|carry|move|transfer|deliver|transport|relocate|return) {thing} [back] (to| \
            into|inside|in|on|onto|over to) {place}
        (move|transfer|carry|bring|take) {thing} {place}
        (put|place) (on|in|into) {place} {thing}
        (load|fill) {place} with {thing}
        ~ throw {thing} (in|into|on) {place}
        ~ throw (away|out) {thing} {place=the bin}
        ~ throw {thing} (away|out) {place=the bin}
        """,
    "give": """
        (give|hand|pass|offer|present) {to} {thing}
        (give|hand|pass|offer|present) {thing} [over] to {to}
        (give|hand) [over] {thing} to {to}
        (give|hand|pass) {thing} [over|back]
        """,
    "pick": """
        pick {thing} up [(from|off|out of) {source}]
        (pick up|grab|take|lift|lift up|grasp|seize|collect|hold|pick) {thing} [(from|off|out \
            of) {source}]
        (take|get|grab) hold of {thing}
        (take|remove) {thing} (out of|off|from) {source}
        take {thing} (out|off)
        """,
    "open": """
        (open|open up|unlock) {container}
        open {container} up
        """,
    "close": """
        (close|shut|close up|lock) {container}
        push {container} (closed|shut)
        """,
    "pour": "(pour|empty) {thing} (into|in|on) {container}",
    "switch": """
        (turn|switch|put|flip) {state} {device}
        (turn|switch|put) {device} {state}
        (activate|start) {device} {state=on}
        (deactivate) {device} {state=off}
        """,
    "tidy": """
        (tidy|clean|clear) [up] {source}
        (tidy|clean|clear) up
        (tidy|put|clear) {thing} away
        (put|clear|tidy|pack) away {thing} [(in|into|from) {source}]
        (tidy|clear|pick|gather|clean) up {thing} (in|from|off) {source}
        tidy up {thing}
        """,
    "clean": "(clean|wipe|wipe down|scrub|wash|vacuum|mop|dust) {place}",
    "follow": """
        (follow|come with|accompany|go after|trail|walk with|go with|stay with|walk behind) \
            {person}
        (stay|keep) (close to|near|behind|by) {person}
        follow [along]
        come along
        """,
    "guide": """
        (guide|lead|escort|take|show|walk|bring|accompany) {person} to {place}
        show {person} the way to {place}
        """,
    "meet": "(meet|get to know) {person} [(at|in) {place}]",
    "greet": """
        (greet|welcome|salute|say (hello|hi) to) {person} [(at|in) {place}]
        introduce yourself to {person}
        """,
    "tell": """
        (tell|inform) {to} [that|about] {text}
        say {text} to {to}
        say to {to} [that] {text}
        (say|announce|call) {text}
        let {to} know [that] {text}
        """,
    "answer": """
        (what|who|when|why|how) {text}
        answer [a|the] question
        """,
    "count": """
        count {thing} [(on|in|at) {place}]
        [tell me] how many {thing} [are] [there] [are] [there] [(on|in|at) {place}]
        """,
    "compare": """
        (what|which) is {attribute} {thing} [(on|in|at) {place}]
        tell me (what|which) is {attribute} {thing} [(on|in|at) {place}]
        """,
    "describe": """
        describe {place}
        what (is|are|do you see) (on|in|at) {place}
        [tell me] what is [there] (on|in|at) {place}
        """,
    "where_is": """
        (where|where about) (is|are) {thing} [now|at]
        where (did|have) (i|you|we) (leave|put|left|see|seen) {thing}
        where (can|could|do) (i|we|you) (find|keep|see) {thing}
        [do you] know where {thing} (is|are)
        [do you] know where (i|you|we) (left|put) {thing}
        (tell|show) me where {thing} (is|are)
        (have|did|can|do) you (seen|see) {thing} [anywhere]
        [in] (which|what) room (is|are) {thing} [in]
        whereabouts (is|are) {thing}
        ~ (is|are) [there] {thing} [there]
        what place (is|are) {thing} in
        """,
    "remember": """
        [remember|note|know] [that] {thing} (is|are|belongs|belong|goes|go|lives|live) \
            [always|kept|stored|now|usually] (in|on|at|to|inside|under|near) {place}
        (remember|note|learn) [that] {thing} (is|are|belongs|belong|goes|go) {place}
        (i|we) (put|left|keep|have put|have left|always keep) {thing} (in|on|at|inside) {place}
        (remember|note|keep in mind|do not forget) [that] {text}
        {thing} (is|are|belongs|belong) [kept|now|usually] (in|on|at|inside) {place}
        this is {text}
        my name is {text}
        """,
    "recall": """
        what (have|did) (i|we|they) (tell|told|say|said) [to] you [about {about}]
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
    "patrol": "(patrol|do a round of|check on) {place}",
    "dock": """
        (dock|charge|recharge|go dock|go charge|go home)
        go to (your|the) (dock|charger|base|station|charging station|docking station)
        (charge|recharge) (yourself|your battery|now)
        go and charge
        """,
    "wait": """
        (wait|pause|stand still|stay) [there|here] [for] {value}
        (wait|wait here|wait there|stay here|stay there|stand by)
        give me {value}
        """,
    "remind": """
        remind {person} to {text}
        remind {person} [that|about] {text}
        """,
    "stop": """
        stop [moving|now|right there|it|that|immediately|please]
        (halt|freeze|stand still|do not move|emergency stop|whoa|hold it|stop right now)
        stop stop [stop]
        stop (following|moving|driving|going|doing|talking|cleaning|looking|searching|tidying) \
            [me|that|it|this|him|her|us|around|on|up]
        """,
    "resume": """
        (resume|continue|carry on|go on|keep going|proceed|go ahead|start again|unpause)
        (resume|continue) (it|that|with it|what you were doing|working|the task|your task)
        """,
    "pause": """
        (pause|hold on|wait a moment|just a moment|one moment|hang on)
        pause (it|that|for a moment|a moment|the task)
        """,
    "cancel": """
        (cancel|never mind|nevermind|forget it|forget that|abort|leave it|drop it)
        (cancel|abort) (it|that|the task|everything|what you are doing|this|the command|all)
        (stop doing that|do not bother|no longer needed)
        """,
    "undo": """
        undo [it|that|the last one]
        (put it back|take it back|revert that)
        """,
}
