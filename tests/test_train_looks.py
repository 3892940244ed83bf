"""Looks into training homes: true labels, phrases that mean them, batches that fit the network."""

from pathlib import Path

import numpy as np
import pytest

from home_agent.errors import BadInput
from home_agent.perception.camera import rotation
from home_agent.sim.kinds import COLOURS as TONES
from home_agent.sim.lessons import Lesson, Shown
from home_agent.train import shards
from home_agent.train.batches import PHRASES, aim_of, crops, glances, middle_px
from home_agent.train.held_out import fingerprint, held_out
from home_agent.train.phrases import absent, fits, nouns_for, pick_out, present
from home_agent.vla.config import variant
from home_agent.vla.labels import COLOURS, KINDS

NANO = variant("nano")


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> list[Lesson]:
    path = tmp_path_factory.mktemp("looks") / "0.npz"
    shards.write(path, [11], looks=8)
    assert shards.write(path, [11], looks=8) == 8  # there already
    return shards.read(path)


def shown(label: str, colour: str, column: int = 40) -> Shown:
    mask = np.zeros((120, 160), bool)
    mask[50:60, column : column + 8] = True
    return Shown("x", label, colour, "plastic", mask, np.ones(3), (0.1, 0.1, 0.1), 0.0)


def test_labels_agree_with_depth(looks: list[Lesson]) -> None:
    """What is said to be in a pixel is, by the depth there, where the thing is said to be."""
    checked = 0
    for look in looks:
        for one in look.shown:
            if not one.whole or not one.material:
                continue
            u, v = middle_px(one)
            depth = look.frame.depth_m[round(v), round(u)]
            if depth <= 0 or not one.mask[int(v / 2), int(u / 2)]:
                continue
            k = look.frame.k
            seen = np.array([(u - k[0, 2]) / k[0, 0], (v - k[1, 2]) / k[1, 1], 1.0]) * depth
            assert np.linalg.norm(seen - one.middle_camera_m) < 0.6 * max(one.size_m) + 0.05
            checked += 1
    assert checked > 5


def test_colour_and_depth_are_one_picture(looks: list[Lesson]) -> None:
    """What depth and labels say is a red thing is red in the colour picture, in most cases."""
    right = []
    for look in looks:
        assert look.frame.rgb is not None
        for one in look.shown:
            if not one.material or one.mask.sum() < 30:
                continue
            mask = one.mask.repeat(2, axis=0).repeat(2, axis=1)
            seen = np.median(look.frame.rgb[mask], axis=0) / 255
            seen = seen / max(float(seen.max()), 0.2)
            tones = {name: np.array(tone) / max(tone) for name, tone in TONES.items()}
            order = sorted(tones, key=lambda name: float(np.abs(tones[name] - seen).sum()))
            right.append(one.colour in order[:3] or one.colour in ("black", "grey", "white"))
    assert len(right) > 8
    assert np.mean(right) > 0.75


def test_cameras_look_into_the_home(looks: list[Lesson]) -> None:
    assert sum(bool(look.shown) for look in looks) >= 4
    for look in looks:
        assert rotation(look.frame.pose_base.quat_xyzw)[2, 1] < 0  # the picture's down is down


def test_nothing_held_out_is_shown_or_said(looks: list[Lesson]) -> None:
    out = held_out()
    rng = np.random.default_rng(0)
    for look in looks:
        assert all(out.shows(one.label, one.colour) for one in look.shown)
        for _ in range(20):
            for named in (present(look.shown, rng), absent(look.shown, COLOURS, rng)):
                words = "" if named is None else f" {named.phrase} "
                assert not any(f" {noun} " in words for noun in out.nouns)


def test_what_is_held_out_is_as_it_was_measured() -> None:
    assert fingerprint() == "b7fea7bc7a865e5b"
    assert all(kind in KINDS for kind in held_out().kinds)
    for kind in ("mug", "phone", "flashlight"):
        assert not set(nouns_for(kind, held_out())) & held_out().nouns
    assert nouns_for("mug", held_out(), new=True) == ("beaker",)


def test_phrases_mean_what_fits_best() -> None:
    things = [shown("mug", "red"), shown("cup", "red"), shown("mug", "blue")]
    assert pick_out(things, "cup") == (1,)
    assert pick_out(things, "mug", "blue") == (2,)
    assert pick_out(things[:1], "cup") == (0,)
    assert pick_out(things, "book") == ()
    assert fits("coffee mug", "mug") == 1.0


def test_a_pixel_of_the_whole_picture_is_on_a_thing_or_not() -> None:
    mug = shown("mug", "red")  # rows 50 to 59, columns 40 to 47 of the half picture
    assert mug.covers(80.0, 100.0) and mug.covers(95.4, 119.4)
    assert not mug.covers(79.4, 100.0) and not mug.covers(95.6, 119.0)
    assert not mug.covers(-3.0, 100.0) and not mug.covers(80.0, 999.0)


def test_batches_have_their_shapes(looks: list[Lesson]) -> None:
    rng = np.random.default_rng(1)
    batch = glances(looks[:3], rng, NANO)
    assert batch.pictures.shape == (3, 7, 240, 320)
    assert np.allclose(batch.aim.sum(-1), 1.0)
    assert batch.words.shape == (3, PHRASES, 16, 9)
    near = crops(looks, rng, NANO)
    assert near.crops.shape[1:] == (7, 64, 64)
    assert near.mask.shape[1:] == (32, 32)
    there = near.kind < len(KINDS)
    assert near.mask[there, 15:17, 15:17].max((1, 2)).mean() > 0.9
    assert np.isfinite(near.middle).all() and np.abs(near.middle[near.solid > 0]).max() < 4


def test_the_target_is_the_cell_of_the_pixel() -> None:
    aim = aim_of([(100.0, 60.0)], NANO)
    assert divmod(int(aim[:-1].argmax()), 40) == (7, 12)
    assert aim_of([], NANO)[-1] == 1.0


def test_only_training_seeds_are_rendered() -> None:
    with pytest.raises(BadInput, match="not for training"):
        next(shards.lessons(100_000))


def test_a_shard_survives_a_file(looks: list[Lesson], tmp_path: Path) -> None:
    row = shards.pack(looks[0])
    again = shards.unpack(row)
    assert np.array_equal(again.frame.depth_m, looks[0].frame.depth_m)
    assert [one.id for one in again.shown] == [one.id for one in looks[0].shown]
