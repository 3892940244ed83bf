"""More ways to ask for the skills of the house: a table by skill name, one template a line.

"~" before a template makes it less likely than another that fits the same words.
"""

from __future__ import annotations

SAYINGS = {
    "go_to": """
        (go|walk|drive|move|head|navigate|travel|run|return|proceed|roll|pop|nip|hop|wander| \
            get yourself|make your way) [back|over|straight|down| \
            through|up] (to|into|towards|toward|in|inside) {place}
        (go|walk|drive|move|head|wander) (down|up|along|through|round) {place}
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
        i (need|want) you in {place}
        be (in|at) {place}
        {_} (wants|needs) you in {place}
        ~ to {place} please
        """,
    "find": """
        (find|locate|spot|seek|track down|hunt for|hunt down) [me] {thing} [(in|at|inside| \
            around) {place}]
        (look|search|check) [around] for {thing} [(in|at|inside|around|on) {place}]
        (look|search) (in|at|inside|around|on) {place} for {thing}
        search {place} for {thing}
        (find|look for|search for|locate|meet) {person} [(in|at|inside) {place}]
        (look|search) (in|at|inside) {place} for {person}
        see if you can (find|spot) {thing} [in {place}]
        i (am looking for|can not find|lost|have lost) {thing}
        can not find {thing}
        find out where {thing} (is|are)
        have a look [round|in|around|through] {place} for {thing}
        (check|see|look|find out) (if|whether) [there is|there are] {thing} [is|are] \
            [(in|on|at) {place}]
        (check|see|look|find out) (if|whether) {person} is [(in|on|at) {place}]
        (check|see|look|find out) (if|whether) there is {person} [(in|on|at) {place}]
        {_} is (looking|searching) for {thing}
        have a look for {thing} [in {place}]
        (search|look|hunt) (for|around for) {person} [(in|at) {place}]
        go (looking|searching) for {thing} [in {place}]
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
        (may|can|could|might) i (have|get|trouble you for|borrow) {thing} [from {source}]
        {to} (needs|need|wants|want|would like|is asking for|asked for) {thing} [from {source}]
        i wish i had {thing}
        {thing} would be (nice|lovely|great|good|wonderful)
        i will (have|take) {thing}
        i (want|need|would like|would like to have|want to have) {thing} back [please]
        i (can not reach|feel like|would rather have|am after|would kill for|require) {thing}
        (we need|we could use|we are out of|we could do with|i could do with|could do with| \
            i could murder|i am dying for|i am in the mood for|i am craving) {thing}
        ~ i am dying of (thirst {thing=a drink}|hunger {thing=a snack})
        ~ (my throat is|i am so) (dry|parched) {thing=a drink}
        ~ i have got a (headache|bad headache) {thing=the medicine bottle}
        is there {thing} [that] i (could|can) have
        have you [got] {thing} for {to}
        i would be [very|so] grateful if you brought {to} {thing}
        go and (get|fetch) {to} {thing} [(from|off|out of) {source}]
        (serve|send|lend|throw|show|make|fix|pour|grab) {to} {thing}
        send {thing} to {to}
        let {to} (have|see) {thing}
        ~ {thing} please
        grab me {thing} [(from|off|out of) {source}]
        ~ grab {to} {thing} [from {source}]
        ~ i am (thirsty|very thirsty|so thirsty) {thing=a drink}
        ~ i am (hungry|very hungry|so hungry|starving) {thing=a snack}
        ~ {to} is (thirsty|very thirsty|so thirsty) {thing=a drink}
        ~ {to} is (hungry|very hungry|so hungry|starving) {thing=a snack}
        ~ (i|{to}) (am|is) (cold|freezing|so cold|very cold) {thing=a blanket}
        ~ i (have|have got) a (headache|bad headache) {thing=the medicine bottle}
        ~ i am bored {thing=a book}
        (give|hand|pass) {to} {thing} (from|off|out of) {source}
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
        (move|transfer|carry|bring) {thing} {place}
        ~ take {thing} {place}
        (put|place|hang|lay|set|stick|throw) {thing} (inside|in there|on there) {place=there}
        (hang|hang up|pop|chuck|shove|slide|slip|throw|toss) {thing} [back|down] (on|in|into| \
            inside|onto|over|under) {place}
        (take|bring|carry|throw) [out|away] the (rubbish|trash|garbage|waste) {thing=the rubbish} \
            {place=the bin}
        put out the (rubbish|trash|garbage|bins) {thing=the rubbish} {place=the bin}
        (put|take|bring|carry) the (rubbish|trash|garbage|bins) out {thing=the rubbish} \
            {place=the bin}
        (put|place) (on|in|into) {place} {thing}
        load {place} with {thing}
        (replace|put back|set down|get) {thing} (on|in|into|inside|onto) {place}
        (dispose of|get rid of|bin|chuck out|throw out) {thing} {place=the bin}
        ~ throw {thing} (in|into|on) {place}
        ~ throw (away|out) {thing} {place=the bin}
        ~ throw {thing} (away|out) {place=the bin}
        """,
    "give": """
        (give|hand|pass|offer|present) {to} {thing}
        (give|hand|pass|offer|present) {thing} [over] to {to}
        (give|hand) [over] {thing} to {to}
        (give|hand|pass) {thing} [over|back]
        (give|hand|pass) {to} {thing} (back|over)
        """,
    "pick": """
        pick {thing} up [(from|off|out of) {source}]
        (pick up|grab|take|lift|lift up|grasp|seize|collect|hold|pick) {thing} [(from|off|out \
            of) {source}]
        (take|get|grab) hold of {thing}
        ~ (take|get|bring|pull) out {thing} [from {source}]
        (collect|gather|pick up) {thing}
        (take|remove) {thing} (out of|off|from) {source}
        ~ take {thing} (out|off)
        """,
    "open": """
        (open|open up|unlock) {container}
        (open|pull|push|slide) {container} (up|open)
        open {container} for {_}
        (make sure|see to it|check) [that] {container} is open
        ~ let {_} in {container=the front door}
        """,
    "close": """
        (close|shut|close up|lock) {container}
        (push|pull|slide) {container} (closed|shut)
        (make sure|see to it|check) [that] {container} is (closed|shut|locked)
        ~ (somebody|someone|i|we|you) (left|have left) {container} open
        ~ (somebody|someone|i|we|you) forgot to close {container}
        """,
    "pour": """
        (pour|empty|tip) {thing} (into|in|on|over) ({container})
        (pour|tip) {thing}
        ~ (fill|fill up) {container} with {thing}
        """,
    "switch": """
        (turn|switch|flip) (on {state=on}|off {state=off}) {device} [(in|at) {place}]
        (turn|switch|put|flip|pop) {device} (on {state=on}|off {state=off}) [(in|at) {place}]
        (turn|switch) {device} (on|off) [no|sorry|i mean|wait] (on {state=on}|off {state=off})
        (turn|switch) {device} (out {state=off}|up {state=up}|down {state=down}) [(in|at) {place}]
        (turn|switch) (up {state=up}|down {state=down}|out {state=off}) {device}
        (activate|power up|light) {device} {state=on}
        ~ start {device} {state=on}
        (make sure|see to it|check) [that] {device} is (off {state=off}|on {state=on})
        put (on {state=on}|out {state=off}|off {state=off}) {device}
        put {device} out {state=off}
        (kill|cut|shut off|shut down) {device} {state=off}
        ~ {device} (off {state=off}|on {state=on}) [in {place}]
        ~ (somebody|someone|i|we|you) left {device} on [in {place}] {state=off}
        ~ {device} is still on [in {place}] {state=off}
        let there be light {device=the light} {state=on}
        (deactivate|power down) {device} {state=off}
        (dim|lower) {device} {state=down}
        (set|turn|dim|put|change) {device} [up|down] to {value} [in {place}]
        (set|turn|change) {device} to (on {state=on}|off {state=off}|red {state=red}|blue \
            {state=blue}|green {state=green}|white {state=white}|warm {state=warm})
        ~ it is [too|so|very|getting] dark [in here|here] {device=the light} {state=on}
        ~ it is [too|so|very] dark in {place} {device=the light} {state=on}
        ~ it is [too|so|very] (freezing|cold|chilly) in {place} {device=the heating} {state=on}
        """,
    "tidy": """
        (tidy|clean|clear|straighten) up {source}
        (tidy|clear|straighten|declutter) {source}
        ~ {source} is [a|in a|such a] (mess|messy|untidy|cluttered|complete mess|right mess)
        ~ there are {thing} [lying] all over {source}
        ~ (make|get) {source} (tidy|neat)
        (sort out|neaten up|declutter|pick up in) {source}
        put (the groceries|the shopping) away {thing=the groceries}
        (tidy|clean|clear) up after {_}
        (unload|empty out) {source}
        put {thing} back where (it belongs|they belong)
        put {thing} in (its|their) (place|proper place)
        (tidy|clean|clear) up
        (tidy|put|clear|pack) {thing} away
        (put|clear|tidy|pack) away {thing} [(in|into|from) {source}]
        (tidy|clear|pick|gather|clean) up {thing} (in|from|off) {source}
        tidy up {thing}
        """,
    "clean": """
        (clean|wipe|wipe down|scrub|wash|vacuum|hoover|mop|dust|sweep|polish|rinse|wash up| \
            scrub down|wipe off|clean out) ({place}|{thing}) [with {thing}]
        (clean|wipe|scrub|wash) ({place}|{thing}) (up|down|off)
        ~ ({place}|{thing}) (is|are) [very|so|really|all|a bit] (dirty|filthy|sticky|dusty|grubby)
        ~ ({place}|{thing}) (needs|need) [a] (cleaning|wiping|clean|wipe|vacuuming|hoovering| \
            a wash|mopping|dusting|washing)
        ~ (i|we|someone|somebody) (spilled|spilt|have spilled|have spilt|dropped) {_} on {place}
        ~ there is a (spill|stain|mess|puddle) (on|in) {place}
        do the (hoovering|vacuuming|mopping|dusting|cleaning) (in|of) {place}
        give ({place}|{thing}) a [quick|good|thorough] (clean|wipe|wash|scrub|dust|polish|rinse)
        (clean|wipe|mop) up (the mess|the spill|the puddle) (in|on) {place}
        do the (dishes|washing up) {thing=the dishes}
        run the (vacuum|vacuum cleaner|hoover) (in|through|over) {place}
        (vacuum|mop|sweep|dust) up {_} in {place}
        """,
    "patrol": """
        (patrol|do a round of|check on|go and check on|keep an eye on|inspect|guard) {place}
        (patrol|do a round) (in|through) {place}
        """,
    "dock": """
        (dock|charge|recharge|go dock|go charge|go home)
        (go|return|drive|head) [back] to (your|the) (dock|charger|base|station|charging station| \
            docking station|charging dock)
        (go|return) [back] home
        (charge|recharge) (yourself|your battery|now)
        go and charge
        """,
    "wait": """
        (wait|pause|stand still|stay) [there|here] [for] {value}
        (wait|wait here|wait there|stay here|stay there|stand by)
        give me {value}
        """,
    "stop": """
        stop [moving|now|right there|it|that|immediately|please]
        (halt|freeze|stand still|do not move|emergency stop|whoa|hold it|stop right now)
        stop stop [stop]
        (whoa|no|please) stop
        stop (what you are doing|everything|all of that|right where you are|immediately)
        (enough|that is enough|cut it out|knock it off|hold still|stay still|stay put|do not move)
        (stop|halt) (right away|this instant|at once)
        stop (following|moving|driving|going|doing|talking|cleaning|looking|searching|tidying) \
            [me|that|it|this|him|her|us|around|on|up]
        """,
    "resume": """
        (resume|continue|carry on|go on|keep going|proceed|go ahead|start again|unpause)
        you (can|may) (continue|carry on|go on|resume|go ahead) [now|again]
        (resume|continue|carry on|go on) [with] (it|that|what you were doing|working|the task| \
            your task|your work|the job|where you left off)
        """,
    "pause": """
        (pause|hold on|wait a moment|just a moment|one moment|hang on|wait a second|wait a minute)
        (hold on|hang on|pause) (a|for a|just a) (second|moment|minute|sec|bit)
        pause (it|that|for a moment|a moment|the task)
        """,
    "cancel": """
        (cancel|never mind|nevermind|forget it|forget that|abort|leave it|drop it)
        (cancel|abort|scrap|drop) (it|that|everything|what you are doing|this|all)
        (cancel|abort|scrap|drop) (the|your|this|my) [last|current] (task|command|order|job|request)
        forget what i (said|asked|just said|asked for)
        i (have changed|changed) my mind
        (stop doing that|do not bother|no longer needed|do not do that|not now|let it be|leave it \
            be|forget about it|call it off|no forget it|no need|stop that task)
        """,
    "undo": """
        undo [it|that|the last one|the last step|this|what you did|the last thing|the last action]
        (put it back|take it back|take that back|revert that|reverse that|put that back|put them \
            back) [where it was|where they were|where it came from|where you found it]
        """,
}
