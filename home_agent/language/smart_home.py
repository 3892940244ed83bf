"""A sentence for a smart home comes in; Home Assistant's intent and its slots go out, or nothing.

The sentences are those of the packages `hassil` (Apache-2.0) and `home-assistant-intents`
(CC BY 4.0), which are not needed: without them nothing is understood here. Commands for the robot
fall through, as no template fits them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from home_agent.types import Goal, Ref, Slot

LANGUAGE = "en"
STATES = {"HassTurnOn": "on", "HassTurnOff": "off", "HassOpenCover": "on", "HassCloseCover": "off"}
VALUES = ("brightness", "temperature", "position", "percentage", "volume_level", "humidity")
# What a device is called when only its domain was said.
NOUNS = {"light": "light", "climate": "heating", "cover": "blind", "fan": "fan", "lock": "lock"}


@dataclass(frozen=True, slots=True)
class Device:
    """A device by the name people say, Home Assistant's domain, and further context of it."""

    name: str
    domain: str
    context: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Intent:
    """What was meant, in Home Assistant's words."""

    name: str
    slots: Mapping[str, Any]


@cache
def installed() -> bool:
    """Are the packages there?"""
    return all(find_spec(name) is not None for name in ("hassil", "home_assistant_intents"))


@lru_cache(maxsize=4)
def of_rooms(rooms: tuple[str, ...]) -> SmartHome:
    """The reader for a home of which only the rooms are known; devices go by their nouns."""
    devices = [Device(noun, domain, {}) for domain, noun in NOUNS.items()]
    return SmartHome(devices, rooms)


class SmartHome:
    """Reads sentences about the devices and areas of one home."""

    def __init__(
        self, devices: Sequence[Device], areas: Sequence[str], floors: Sequence[str] = ()
    ) -> None:
        self._hassil = import_module("hassil")  # optional, and slow to load
        known = import_module("home_assistant_intents").get_intents(LANGUAGE)
        texts = self._hassil.TextSlotList
        self._intents = self._hassil.Intents.from_dict(known or {})
        self._lists = {
            "name": texts.from_tuples(
                [(one.name, one.name, {"domain": one.domain, **one.context}) for one in devices],
                allow_template=True,
            ),
            "area": texts.from_strings(list(areas), allow_template=True),
            "floor": texts.from_strings(list(floors), allow_template=True),
        }

    def read(self, text: str, area: str | None = None) -> Intent | None:
        """The intent of a sentence said in `area`; None when it is none for a smart home."""
        context = {"area": area} if area else {}
        found = self._hassil.recognize_best(
            text.strip().rstrip(".?!"),
            self._intents,
            slot_lists=self._lists,
            intent_context=context,
            language=LANGUAGE,
            best_slot_name="name",
        )
        if found is None:
            return None
        slots = {name: entity.value for name, entity in found.entities.items()}
        return Intent(found.intent.name, slots)


def goals_of(intent: Intent, said: str) -> list[Goal]:
    """The robot's own goals for an intent; none for those it has no skill for."""
    slots = intent.slots
    if intent.name == "HassStartTimer":
        units = ("hours", "minutes", "seconds")
        length = [f"{slots[unit]} {unit}" for unit in units if slots.get(unit)]
        person = Ref("person", "speaker", "person", quantifier="the", id="speaker")
        filled: dict[str, Slot] = {"person": person, "text": "timer"}
        return [Goal("remind", filled, schedule="in " + " ".join(length), said=said)]
    name = str(slots.get("name") or NOUNS.get(str(slots.get("domain")), ""))
    if not name:
        return []
    area = slots.get("area")
    room = (("in", Ref("place", str(area), str(area), quantifier="the")),) if area else ()
    quantifier = "all" if name == "all" or "name" not in slots else "the"
    found: dict[str, Slot] = {
        "device": Ref("thing", name, name, relations=room, quantifier=quantifier)
    }
    value = next((slots[key] for key in VALUES if key in slots), None)
    if value is not None:
        found["value"] = float(value)
    elif intent.name in STATES:
        found["state"] = STATES[intent.name]
    else:
        return []
    return [Goal("switch", found, said=said)]
