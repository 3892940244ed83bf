"""Answer a question: "what time is it?", "answer the question of the waving person"."""

from home_agent.skill import Person, Run, Text, ask, find, go, say, skill


@skill("answer [a|the] question [of {person}]")
def answer(text: Text = "", person: Person | None = None) -> Run:
    """Answer a question; of a person, ask for it first. It knows only what is in its map."""
    if person is not None:
        found = yield find(person)
        yield go(found)
        yield ask("What is your question?")
    yield say("I have no answer to that.")
