"""A home comes in; its networkx graph floor > room > place > surface goes out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import networkx as nx

from home_agent.errors import Blocked

if TYPE_CHECKING:
    from home_agent.home.graph import HomeMap, Room


def network(home: HomeMap) -> nx.MultiGraph[str]:
    """Nodes carry `kind` and `name`; edges `relation` ("holds", "door", "usual") and `cost` (m).

    A surface's node is "<place id>/<surface id>", a floor's "floor <name>". Door edges are keyed
    by the door's id; their cost is the way from room middle to room middle through the door.
    """
    graph: nx.MultiGraph[str] = nx.MultiGraph(id=home.id)
    for room in home.rooms.values():
        floor = f"floor {room.floor}"
        graph.add_node(floor, kind="floor", name=room.floor)
        graph.add_node(room.id, kind="room", name=room.name, category=room.category)
        graph.add_edge(floor, room.id, relation="holds", cost=0.0)
    for door in home.doors.values():
        first, second = (home.rooms[name] for name in door.rooms)
        at = (door.pose.x_m, door.pose.y_m)
        cost = math.dist(middle(first), at) + math.dist(at, middle(second))
        graph.add_edge(*door.rooms, key=door.id, relation="door", cost=cost)
    for place in home.places.values():
        graph.add_node(place.id, kind="place", name=place.name, category=place.category)
        graph.add_edge(place.room, place.id, relation="holds", cost=0.0)
        for surface in place.surfaces:
            node = f"{place.id}/{surface.id}"
            graph.add_node(node, kind="surface", name=surface.id, inside=surface.inside)
            graph.add_edge(place.id, node, relation="holds", cost=0.0)
    for resident in home.residents.values():
        graph.add_node(resident.id, kind="person", name=resident.name)
        if resident.room is not None:
            graph.add_edge(resident.room, resident.id, relation="usual", cost=0.0)
    for zone in home.keep_outs.values():
        graph.add_node(zone.id, kind="keep_out", name=zone.reason)
        room_id = home.room_at((zone.rect[0] + zone.rect[2]) / 2, (zone.rect[1] + zone.rect[3]) / 2)
        if room_id is not None:
            graph.add_edge(room_id, zone.id, relation="holds", cost=0.0)
    return graph


def middle(room: Room) -> tuple[float, float]:
    """The middle of a room, map x and y in m."""
    x0, y0, x1, y1 = room.rect
    return (x0 + x1) / 2, (y0 + y1) / 2


def rooms_between(home: HomeMap, start: str, goal: str) -> tuple[str, ...]:
    """The rooms on the shortest way through doors, both ends included; raises `Blocked`."""
    doors = nx.subgraph_view(
        home.graph, filter_edge=lambda a, b, key: home.graph.edges[a, b, key]["relation"] == "door"
    )
    try:
        return tuple(nx.shortest_path(doors, start, goal, weight="cost"))
    except nx.NetworkXNoPath:
        names = home.rooms[start].name, home.rooms[goal].name
        raise Blocked(f"No door leads from the {names[0]} to the {names[1]}.") from None
