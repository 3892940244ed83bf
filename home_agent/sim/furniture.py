"""Furniture: a category and outer size come in, its surfaces go out, and how many sides it has.

In the place's own frame: origin on the floor under its middle, x ahead through its front.
Heights are those of common European furniture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from home_agent.home.graph import Opening, Surface

BOARD_M = 0.025
DRAWER_STROKE_M = 0.32
DOOR_LIMIT_RAD = 1.65
TRAY_M = 0.012


@dataclass(frozen=True, slots=True)
class Item:
    """One piece that can stand in a home: ranges of depth and width, height (m), what it does.

    `front_m`: free floor kept before it. `around`: it can be used from all sides.
    """

    name: str
    category: str
    depth: tuple[float, float]
    width: tuple[float, float]
    height: tuple[float, float]
    front_m: float = 0.80
    opening: Opening = "none"
    around: bool = False


ITEMS: dict[str, Item] = {
    item.name: item
    for item in (
        Item("counter", "counter", (0.60, 0.62), (1.20, 2.20), (0.90, 0.92), 0.95),
        Item("sink", "sink", (0.60, 0.62), (0.90, 1.00), (0.90, 0.92), 0.95),
        Item("stove", "stove", (0.60, 0.62), (0.60, 0.60), (0.90, 0.92), 0.95),
        Item("fridge", "fridge", (0.60, 0.64), (0.58, 0.62), (1.50, 1.60), 1.15, "hinged"),
        Item("kitchen table", "table", (0.70, 0.80), (0.90, 1.20), (0.72, 0.76), around=True),
        Item("dining table", "table", (0.80, 0.90), (1.30, 1.70), (0.72, 0.76), around=True),
        Item("cupboard", "cupboard", (0.38, 0.42), (0.52, 0.60), (1.20, 1.28), 1.05, "hinged"),
        Item("sofa", "sofa", (0.82, 0.88), (1.70, 2.10), (0.78, 0.84), 0.85),
        Item("side table", "table", (0.42, 0.50), (0.42, 0.50), (0.52, 0.58)),
        Item("coffee table", "table", (0.50, 0.60), (0.80, 1.00), (0.40, 0.45), around=True),
        Item("tv stand", "tv stand", (0.40, 0.45), (1.20, 1.50), (0.48, 0.54)),
        Item("shelf", "shelf", (0.30, 0.34), (0.80, 1.00), (1.12, 1.16)),
        Item("armchair", "armchair", (0.75, 0.80), (0.75, 0.80), (0.78, 0.84)),
        Item("bed", "bed", (2.00, 2.05), (1.20, 1.60), (0.48, 0.54), around=True),
        Item("bedside table", "table", (0.38, 0.44), (0.40, 0.48), (0.50, 0.56)),
        Item("dresser", "dresser", (0.45, 0.50), (0.80, 0.95), (0.78, 0.84), 1.05, "sliding"),
        Item("wardrobe", "wardrobe", (0.55, 0.60), (0.90, 1.20), (1.85, 2.00), 0.6),
        Item("desk", "desk", (0.65, 0.72), (1.20, 1.40), (0.72, 0.75)),
        Item("chair", "chair", (0.42, 0.44), (0.42, 0.44), (0.85, 0.90), 0.3),
        Item("washbasin", "sink", (0.46, 0.50), (0.85, 0.95), (0.84, 0.88)),
        Item("toilet", "toilet", (0.62, 0.66), (0.38, 0.40), (0.42, 0.44), 0.6),
        Item("bathtub", "bathtub", (0.70, 0.75), (1.60, 1.70), (0.55, 0.58), 0.6),
        Item("washing machine", "washing machine", (0.58, 0.60), (0.58, 0.60), (0.85, 0.87), 0.85),
    )
}


def surfaces_of(category: str, size: tuple[float, float, float]) -> tuple[Surface, ...]:
    """The level faces of furniture of `category` with outer `size` (depth, width, height; m)."""
    return tuple(
        replace(
            surface,
            center=(round(surface.center[0], 3), round(surface.center[1], 3)),
            size=(round(surface.size[0], 3), round(surface.size[1], 3)),
        )
        for surface in _surfaces(category, size)
    )


def _surfaces(category: str, size: tuple[float, float, float]) -> tuple[Surface, ...]:
    depth, width, height = size
    if category in ("counter", "table", "desk", "stove", "washing machine"):
        return (Surface("top", (0.0, 0.0), (depth, width), height),)
    if category == "tv stand":
        # The set stands at the back.
        return (Surface("top", (0.07, 0.0), (depth - 0.14, width), height),)
    if category == "dresser":
        tray = (depth - 0.06, width - 0.10)
        drawers = tuple(
            Surface(f"drawer_{i + 1}", (0.0, 0.0), tray, _tray_height(height, i), 0.17, True)
            for i in range(2)
        )
        return (Surface("top", (0.0, 0.0), (depth, width), height), *drawers)
    if category == "shelf":
        boards = [0.34, 0.73]
        size_in = (depth - 0.02, width - 2 * BOARD_M)
        middle = tuple(
            Surface(f"board_{i + 1}", (0.01, 0.0), size_in, z, round(above - z - BOARD_M, 3))
            for i, (z, above) in enumerate(zip(boards, [*boards[1:], height], strict=True))
        )
        return (Surface("top", (0.0, 0.0), (depth, width), height), *middle)
    if category == "sofa":
        return (Surface("seat", (0.09, 0.0), (depth - 0.20, width - 0.36), seat_height(category)),)
    if category == "armchair":
        return (Surface("seat", (0.09, 0.0), (depth - 0.20, width - 0.30), seat_height(category)),)
    if category == "bed":
        # Pillows lie at the back.
        return (Surface("top", (0.22, 0.0), (depth - 0.50, width - 0.06), height),)
    if category == "sink":
        basin = basin_of(size)
        deck = (width - basin[1][1]) / 2
        return (
            Surface("deck", (0.0, -width / 2 + deck), (depth, 2 * deck - 0.06), height),
            Surface("basin", basin[0], basin[1], round(height - 0.14, 3)),
        )
    if category in ("fridge", "cupboard"):
        z = compartment(category)[0]
        inner = (depth - 0.10, width - 0.10)
        return (Surface("inside", (0.0, 0.0), inner, z, compartment(category)[1], True),)
    return ()


def _tray_height(height: float, index: int) -> float:
    return round(height - BOARD_M - (index + 1) * 0.235 + 0.02 + TRAY_M, 3)


def drawer_top(height: float, index: int) -> float:
    """The upper edge of a dresser's drawer front number `index`, from the top, in m."""
    return height - BOARD_M - 0.01 - index * 0.235


def seat_height(category: str) -> float:
    """How high one sits, in m."""
    return {"sofa": 0.42, "armchair": 0.42, "chair": 0.45, "bed": 0.50}.get(category, 0.45)


def basin_of(
    size: tuple[float, float, float],
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Middle and size of a sink's basin, in the place's frame (m)."""
    depth, width, _ = size
    wide = 0.42
    return (0.03, width / 2 - wide / 2 - 0.05), (depth - 0.18, wide)


def compartment(category: str) -> tuple[float, float]:
    """Height of the shelf behind a fridge's or cupboard's door and the free height over it (m)."""
    return (0.78, 0.42) if category == "fridge" else (0.72, 0.42)
