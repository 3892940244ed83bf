"""What a robot remembers comes in and is kept in one SQLite file; it comes back after a restart."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Any

from home_agent.clock import unix_s
from home_agent.errors import BadInput
from home_agent.home.belief import Beliefs
from home_agent.home.notes import Note
from home_agent.home.told import Told
from home_agent.types import Event, ObjectBelief, Ref

VERSION = "1"
_TABLES = """
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS beliefs (id TEXT PRIMARY KEY, unix_s REAL, value TEXT);
CREATE TABLE IF NOT EXISTS told (n INTEGER PRIMARY KEY, unix_s REAL, value TEXT);
CREATE TABLE IF NOT EXISTS notes (n INTEGER PRIMARY KEY, unix_s REAL, value TEXT);
CREATE TABLE IF NOT EXISTS found (label TEXT, place TEXT, count INTEGER);
CREATE TABLE IF NOT EXISTS names (name TEXT PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS likes (person TEXT, key TEXT, value TEXT, UNIQUE (person, key));
CREATE TABLE IF NOT EXISTS journal (n INTEGER PRIMARY KEY, unix_s, t_s REAL, name, data TEXT);
"""


class Store:
    """Keep one home's memory at `path` (":memory:" for none); it belongs to map `map_id` only.

    Raises `BadInput` when the file is another map's memory or no memory at all.
    """

    def __init__(self, path: Path | str, map_id: str) -> None:
        self._path = path
        try:
            if str(path) != ":memory:":
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(str(path), isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.executescript(_TABLES)
            about = dict(self._db.execute("SELECT key, value FROM about"))
        except (sqlite3.Error, OSError) as error:
            raise BadInput(
                f"{path} cannot be opened as a memory ({error}): move it away to begin anew."
            ) from None
        mine = about.setdefault("map", map_id)
        if mine != map_id:
            self._db.close()
            raise BadInput(
                f"{path} is the memory of the home '{mine}', not of '{map_id}': "
                "choose another file or that home."
            )
        rows = [("map", map_id), ("version", VERSION)]
        self._db.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", rows)

    def close(self) -> None:
        """Write what is pending and let go of the file."""
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- beliefs and what was told

    def save_beliefs(self, beliefs: Beliefs, now_s: float | None = None) -> None:
        """Replace the remembered beliefs, facts, notes and history by those of `beliefs`.

        now_s: the robot's clock, None for the latest time that `beliefs` were given. All or
        nothing, whatever happens meanwhile. Raises `BadInput` when nothing can be written.
        """
        now, wall = beliefs.now_s if now_s is None else now_s, unix_s()
        rows = [
            (b.id, wall - (now - b.seen_s), json.dumps(asdict(b)))
            for b in beliefs.as_seen()
            if b.id not in beliefs.home.residents
        ]
        told = [
            (wall - (now - fact.told_s), json.dumps({"ref": asdict(fact.ref), "place": fact.place}))
            for fact in beliefs.facts
        ]
        notes = [
            (
                note.unix_s,
                json.dumps(
                    {"text": note.text, "by": note.by, "about": note.about and asdict(note.about)}
                ),
            )
            for note in beliefs.notes
        ]
        found = [(label, place, count) for (label, place), count in beliefs.history.items()]
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                for table in ("beliefs", "told", "notes", "found"):
                    self._db.execute(f"DELETE FROM {table}")
                self._db.executemany("INSERT INTO beliefs VALUES (?, ?, ?)", rows)
                self._db.executemany("INSERT INTO told (unix_s, value) VALUES (?, ?)", told)
                self._db.executemany("INSERT INTO notes (unix_s, value) VALUES (?, ?)", notes)
                self._db.executemany("INSERT INTO found VALUES (?, ?, ?)", found)
        except sqlite3.Error as error:
            raise BadInput(
                f"I could not keep what I learnt ({error}): check the disk, then tell me again."
            ) from None

    def load_beliefs(self, beliefs: Beliefs) -> None:
        """Add what is remembered to `beliefs`; ages go on counting from when things were seen.

        Things that somebody held, and places the map no longer has, are left out. Raises
        `BadInput` when the file is damaged.
        """
        try:
            self._load(beliefs, beliefs.now_s - unix_s())
        except (sqlite3.Error, ValueError, TypeError, KeyError) as error:
            raise BadInput(
                f"The memory of '{beliefs.home.id}' is damaged ({error}): move {self._path} away."
            ) from None

    def _load(self, beliefs: Beliefs, shift_s: float) -> None:
        """shift_s: from unix time to the robot's clock."""
        kept = []
        for when, text in self._db.execute("SELECT unix_s, value FROM beliefs"):
            data = json.loads(text)
            x, y, z = data.pop("position_map_m")
            data["hazards"] = tuple(data["hazards"])
            belief = ObjectBelief(position_map_m=(x, y, z), **data)
            if belief.place is None or belief.place in beliefs.home.places:
                kept.append(replace(belief, seen_s=when + shift_s))
        facts = []
        for when, text in self._db.execute("SELECT unix_s, value FROM told ORDER BY n"):
            data = json.loads(text)
            if data["place"] in beliefs.home.places or data["place"] in beliefs.home.rooms:
                facts.append(Told(_ref(data["ref"]), data["place"], when + shift_s))
        notes = []
        for when, text in self._db.execute("SELECT unix_s, value FROM notes ORDER BY n"):
            data = json.loads(text)
            about = None if data["about"] is None else _ref(data["about"])
            notes.append(Note(data["text"], data["by"], when, about))
        rows = self._db.execute("SELECT label, place, count FROM found").fetchall()
        beliefs.load(kept, facts, notes)
        beliefs.history += Counter({(label, place): count for label, place, count in rows})

    # --- names and preferences

    def teach_name(self, name: str, kind: str, id: str) -> None:
        """Remember that `name` means the node or thing `id` of this kind."""
        row = (" ".join(name.lower().split()), kind, id)
        self._db.execute("INSERT OR REPLACE INTO names VALUES (?, ?, ?)", row)

    def taught_names(self) -> dict[str, tuple[str, str]]:
        """Every taught name: lower-case name -> (kind, id)."""
        rows = self._db.execute("SELECT name, kind, id FROM names")
        return {name: (kind, id) for name, kind, id in rows}

    def prefer(self, person: str, key: str, value: str) -> None:
        """Remember what somebody likes: ("anna", "mug", "the blue one")."""
        self._db.execute("INSERT OR REPLACE INTO likes VALUES (?, ?, ?)", (person, key, value))

    def preferences(self, person: str) -> dict[str, str]:
        """What this person likes, by key."""
        rows = self._db.execute("SELECT key, value FROM likes WHERE person = ?", (person,))
        return dict(rows.fetchall())

    # --- journal

    def note(self, event: Event) -> None:
        """Add an event to the journal; values that are not plain are written as text."""
        data = json.dumps(dict(event.data), default=str)
        self._db.execute(
            "INSERT INTO journal (unix_s, t_s, name, data) VALUES (?, ?, ?, ?)",
            (unix_s(), event.t_s, event.name, data),
        )

    def journal(self, name: str | None = None, last: int = 100) -> list[Event]:
        """The latest events, oldest first, of one name if given."""
        rows = self._db.execute(
            "SELECT name, t_s, data FROM journal WHERE ?1 IS NULL OR name = ?1 "
            "ORDER BY n DESC LIMIT ?2",
            (name, last),
        ).fetchall()
        return [Event(name, t_s, json.loads(data)) for name, t_s, data in reversed(rows)]


def _ref(data: Mapping[str, Any]) -> Ref:
    """A `Ref` from its plain values."""
    return Ref(
        kind=data["kind"],
        text=data["text"],
        category=data["category"],
        attributes=dict(data["attributes"]),
        relations=tuple((name, _ref(other)) for name, other in data["relations"]),
        quantifier=data["quantifier"],
        exclude=tuple(_ref(other) for other in data["exclude"]),
        id=data["id"],
        candidates=tuple(data["candidates"]),
    )
