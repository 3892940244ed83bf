"""Looking twice: what look 1 takes for it and is not, and what it half overlooked and is."""

from dataclasses import replace

import numpy as np
import pytest
from test_vla_pictures import level
from test_vla_policy import FakeNetworks, seeing

from home_agent.types import CameraFrame, Ref
from home_agent.vla.eyesight import Eyesight, _agreed, surely_on
from home_agent.vla.labels import COLOURS
from home_agent.vla.runtime import Crop

WRONG, RIGHT = (15, 8), (15, 30)  # cells


class TwoThings(FakeNetworks):
    """Look 1 prefers the wrong thing; look 2 knows that only what is red is meant."""

    crops_seen = 0

    def point(self, seen: object, phrases: tuple[str, ...]) -> np.ndarray:
        chance = np.zeros((len(phrases), 30 * 40 + 1), np.float32)
        chance[:, WRONG[0] * 40 + WRONG[1]] = 0.6
        chance[:, RIGHT[0] * 40 + RIGHT[1]] = 0.2
        chance[:, -1] = 0.2
        return chance

    def near(self, crops: np.ndarray, phrases: tuple[str, ...]) -> list[Crop]:
        self.crops_seen += len(crops)
        red = crops[:, 0, 30:34, 30:34].mean((1, 2)) > 0.5
        found = super().near(crops, phrases)
        return [
            replace(one, match=0.98 if is_red else 0.02)
            for one, is_red in zip(found, red, strict=True)
        ]


def picture(depth_m: float = 1.0) -> CameraFrame:
    frame = level(depth_m)
    assert frame.rgb is not None
    v, u = (8 * part + 4 for part in RIGHT)
    frame.rgb[v - 12 : v + 12, u - 12 : u + 12, 0] = 255
    return frame


def eyes() -> tuple[Eyesight, TwoThings]:
    networks = TwoThings()
    return Eyesight(networks), networks  # type: ignore[arg-type]


def test_the_second_look_corrects_the_first() -> None:
    eye, networks = eyes()
    frame = picture()
    found = eye.point(eye.glance(frame), "the red mug")
    assert (found.u, found.v) == pytest.approx((8 * 30 + 3.5, 8 * 15 + 3.5), abs=3.0)
    assert found.first[:2] == pytest.approx((8 * 8 + 3.5, 8 * 15 + 3.5))
    assert found.sure > 0.95 and found.first[2] == pytest.approx(0.8)
    assert networks.crops_seen == 3  # two peaks for the words, one thing besides
    assert eye.find(frame, "the red mug") == (found.u, found.v, found.sure)


def test_when_no_close_look_agrees_it_is_hardly_in_view() -> None:
    eye, _ = eyes()
    eye._config = replace(eye._config, shown=("mug", "cup"))
    assert eye.find(level(), "the red cup")[2] < 0.15


def test_without_depth_the_first_look_stands() -> None:
    eye, networks = eyes()
    u, _, sure = eye.find(picture(depth_m=0.0), "the red mug")
    assert u == pytest.approx(8 * 8 + 3.5)
    assert sure == pytest.approx(0.8, abs=0.01)
    assert networks.crops_seen == 0


def test_what_is_wanted_is_found_where_both_looks_say() -> None:
    eye, _ = eyes()
    seen = replace(seeing(), cameras={"head": picture()})
    found = eye.look(seen, [Ref("thing", "the red mug", "mug")])
    best = max(found, key=lambda one: one.score)
    assert best.label == "mug" and best.score > 0.95
    assert best.pixel == pytest.approx((8 * 30 + 3.5, 8 * 15 + 3.5), abs=3)


def test_a_point_lies_on_the_thing_where_there_is_none_in_the_middle() -> None:
    _, networks = eyes()
    crop = networks.near(np.zeros((1, 7, 64, 64), np.float32), ("somebody",))[0]
    mask = np.zeros_like(crop.mask)
    mask[:, 4:10] = 1.0  # a leg, left of the middle
    u, v = surely_on(replace(crop, mask=mask), (100.0, 60.0, 64.0))
    size = mask.shape[0]
    assert mask[int((v + 0.5 - 60) * size / 64), int((u + 0.5 - 100) * size / 64)] == 1.0
    assert abs(v - 92) < 4, "it stays at the height of the middle"


@pytest.mark.parametrize(
    ("sure", "match", "like_it", "red", "agreed"),
    [
        (0.9, 0.7, 0.30, 0.9, True),
        (0.5, 0.9, 0.90, 0.9, False),  # it may not be in view at all
        (0.9, 0.4, 0.90, 0.9, False),  # seen closely it is not what the words mean
        (0.9, 0.7, 0.10, 0.9, False),  # it looks too much like another kind
        (0.99, 0.9, 0.10, 0.9, True),  # unless both looks are very sure
        (0.99, 0.9, 0.01, 0.9, False),
        (0.99, 0.9, 0.90, 0.02, False),  # an orange pot is no brown one
    ],
)
def test_what_both_looks_must_agree_on(
    sure: float, match: float, like_it: float, red: float, agreed: bool
) -> None:
    _, networks = eyes()
    crop = networks.near(np.zeros((1, 7, 64, 64), np.float32), ("the red mug",))[0]
    colour = np.full_like(crop.colour, (1 - red) / (len(crop.colour) - 1))
    colour[COLOURS.index("red")] = red
    ref = Ref("thing", "the red mug", "mug", {"colour": "red"})
    assert _agreed(ref, sure, replace(crop, match=match, colour=colour), like_it) == agreed
