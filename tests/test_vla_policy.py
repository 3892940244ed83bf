"""The policy around the network: what it makes of pointing, moving and getting nowhere."""

from dataclasses import replace

import numpy as np
import pytest
from test_vla_pictures import level, observation

from home_agent.errors import BadInput
from home_agent.sim.kinematics import ArmKinematics
from home_agent.types import Aim, Observation, Ref
from home_agent.vla.config import variant
from home_agent.vla.labels import COLOURS, KINDS, MATERIALS
from home_agent.vla.policy import PATIENCE_S, VLAPolicy
from home_agent.vla.runtime import Crop, Seen
from home_agent.vla.sample import DONE, SHIFT

ROW, COLUMN = 15, 20
MUG = KINDS.index("mug")


class FakeNetworks:
    """A network that sees one red mug in the middle and moves the tool ahead of the camera."""

    config = replace(variant("nano"), learned=("pick",))

    def __init__(self, match: float = 0.9, away: float = 0.1) -> None:
        self.match, self.away, self.progress = match, away, 0.2
        self.intended, self.toward = 0, np.zeros(19)

    def see(self, picture: np.ndarray) -> Seen:
        thing = np.zeros((30, 40), np.float32)
        thing[ROW, COLUMN] = 0.8
        return Seen(np.zeros(1, np.float32), thing, np.zeros((2, 30, 40), np.float32))

    def point(self, seen: Seen, phrases: tuple[str, ...]) -> np.ndarray:
        chance = np.zeros((len(phrases), 30 * 40 + 1), np.float32)
        chance[:, ROW * 40 + COLUMN], chance[:, -1] = 1 - self.away, self.away
        return chance

    def near(self, crops: np.ndarray, phrases: tuple[str, ...]) -> list[Crop]:
        kind = np.full(len(KINDS) + 1, 0.001, np.float32)
        kind[MUG] = 0.95
        mask = np.zeros((32, 32), np.float32)
        mask[12:20, 12:20] = 1.0
        colour = np.eye(len(COLOURS), dtype=np.float32)[0]
        material = np.eye(len(MATERIALS), dtype=np.float32)[0]
        one = Crop(
            self.match,
            kind,
            colour,
            material,
            mask,
            np.zeros(3, np.float32),
            np.ones(3, np.float32),
            np.zeros(4, np.float32),
        )
        return [one] * len(crops)

    def intend(self, body: np.ndarray, verb: int, phrase: str, crops: np.ndarray) -> tuple:
        """The better one is beyond reach."""
        self.intended += 1
        goals = np.zeros((2, 13), np.float32)
        goals[:, 3:9], goals[:, 11] = [1, 0, 0, 0, 1, 0], 1
        goals[:, :3] = [3.0, 0.0, 1.0], [0.6, 0.1, 0.9]
        return goals, np.array([0.8, 0.2], np.float32)

    def act(
        self, body: np.ndarray, verb: int, phrase: str, crops: np.ndarray, toward: np.ndarray
    ) -> tuple:
        self.toward = toward
        moves = np.zeros((16, 13), np.float32)
        moves[:, SHIFT] = np.linspace(0, 1, 16)[:, None] * [0.0, 0.0, 0.3]
        moves[:, DONE] = -9.0
        return moves, self.progress


def policy(**more: float) -> VLAPolicy:
    return VLAPolicy(FakeNetworks(**more), ArmKinematics())  # type: ignore[arg-type]


def seeing(t_s: float = 1.0) -> Observation:
    return replace(observation(), t_s=t_s, cameras={"head": level(1.0)})


def test_look_names_places_and_measures() -> None:
    (mug,) = policy().look(seeing())
    assert (mug.label, mug.attributes["colour"]) == ("mug", "red")
    assert mug.mask is not None and mug.mask[125, 165]
    assert mug.position_map_m[0] == pytest.approx(1.0, abs=0.08)
    assert mug.position_map_m[2] == pytest.approx(1.2, abs=0.05)


def test_what_is_wanted_is_named_by_the_words_only_when_they_agree() -> None:
    cup = Ref("thing", "the red cup", "cup")
    (found,) = policy().look(seeing(), [cup])
    assert found.label == "mug"  # a mug may be called a cup
    (found,) = policy(match=0.1).look(seeing(), [Ref("thing", "the book", "book")])
    assert found.label == "mug"  # seen anyway, but not as what was wanted


def test_a_doubt_is_told_as_such() -> None:
    """The words agree, its shape does not: what looks like a mug may be the can."""
    can = Ref("thing", "the red can", "can")
    (found,) = policy().look(seeing(), [can])
    assert (found.label, found.perhaps) == ("mug", "the red can")
    (found,) = policy(away=0.995, match=0.6).look(seeing(), [Ref("thing", "the red mug", "mug")])
    assert (found.label, found.perhaps) == ("mug", ""), "as good as not in view"
    (found,) = policy().look(seeing(), [Ref("thing", "the red mug", "mug")])
    assert (found.label, found.perhaps) == ("mug", "")


def test_the_tool_follows_the_camera_s_axes() -> None:
    driver = policy()
    seen = seeing()
    driver.begin(Aim("pick", "the red mug", position_map_m=(1.0, 0.0, 1.2)), seen)
    chunk = driver.act(seen)
    arm = ArmKinematics()
    before, after = arm.tool(seen.arm).position_m, arm.tool(chunk.arm[-1]).position_m
    assert after[0] - before[0] == pytest.approx(0.03, abs=0.005)
    assert abs(after[1] - before[1]) < 0.005 and abs(after[2] - before[2]) < 0.005
    assert driver.sure > 0.8
    assert not chunk.gave_up and chunk.done.max() < 0.01


def test_no_progress_is_given_up_with_a_sentence() -> None:
    driver = policy()
    driver.begin(Aim("pick", "the red mug", position_map_m=(1.0, 0.0, 1.2)), seeing(0.0))
    assert not driver.act(seeing(0.0)).gave_up
    assert not driver.act(seeing(PATIENCE_S - 1)).gave_up
    assert "no nearer to the red mug" in driver.act(seeing(PATIENCE_S + 1)).gave_up


def test_verbs_that_were_never_shown_are_refused() -> None:
    with pytest.raises(BadInput, match=r"not learned to 'open'\. It knows: pick"):
        policy().begin(Aim("open"), seeing())
    with pytest.raises(BadInput, match="begin with an aim"):
        policy().act(seeing())


def test_a_goal_within_reach_is_chosen_and_kept() -> None:
    networks = FakeNetworks()
    driver = VLAPolicy(networks, ArmKinematics())  # type: ignore[arg-type]
    driver.begin(Aim("pick", "the red mug", position_map_m=(1.0, 0.0, 1.2)), seeing(0.0))
    driver.act(seeing(0.0))
    then = networks.toward[16:19]
    assert then == pytest.approx([0.6, 0.1, 0.9], abs=0.2), "not the one that is 3 m away"
    driver.act(seeing(0.2))
    assert networks.intended == 1, "one goal for the whole way"
