"""Notes come in; the sentences the robot says of them are checked."""

from language_home import beliefs, home

from home_agent.home.notes import keep
from home_agent.planning.meaning import Known
from home_agent.planning.retold import retold


def test_who_told_what_and_how_long_ago() -> None:
    here = home()
    known = Known(here, beliefs(here), "Anna")
    notes = known.beliefs
    assert retold(known) == "Nobody has told me anything yet."
    keep(notes, "ben likes tea", "Ben", at_s=0.0)
    keep(notes, "my mother comes in march", "Anna", at_s=90_000.0)
    keep(notes, "i am ill", "Anna", at_s=99_880.0)
    keep(notes, "dinner is at seven", "Anna", at_s=99_990.0)
    keep(notes, "we need milk", "speaker", at_s=99_995.0)
    assert retold(known, now_unix_s=100_000.0) == (
        'I was told just now: "we need milk"; You told me just now: "dinner is at seven"; '
        '2 minutes ago: "I am ill"; 2 hours ago: "my mother comes in march"; '
        'Ben told me 1 day ago: "Ben likes tea".'
    )
    assert retold(known, "my mother").startswith("You told me")
    assert retold(known, "my dog") == "Nobody has told me anything about your dog."


def test_at_most_five_are_told() -> None:
    here = home()
    known = Known(here, beliefs(here), "Anna")
    for number in range(7):
        keep(known.beliefs, f"the code is {number}", "Anna", at_s=0.0)
    answer = retold(known, "code", now_unix_s=1.0)
    assert answer.startswith('You told me just now: "the code is 6", "the code is 5"')
    assert answer.endswith("That is not all: there are 2 more.")
    assert answer.count("code") == 5
